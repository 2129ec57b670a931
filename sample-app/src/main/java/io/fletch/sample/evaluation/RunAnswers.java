package io.fletch.sample.evaluation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.fletch.evaluation.EvaluationReport;
import io.fletch.evaluation.EvaluationRun;
import io.fletch.evaluation.GoldenQuestion;
import io.fletch.evaluation.GoldenQuestions;
import io.fletch.evaluation.Metric;
import io.fletch.evaluation.QuestionResult;

/**
 * What every ranking found for every question, so that all else can be told again.
 *
 * @param depth how many results were looked at
 * @param questions the questions
 * @param searches what the rankings found
 */
record RunAnswers(int depth, List<Asked> questions, List<Answered> searches) {

	RunAnswers {
		questions = List.copyOf(questions);
		searches = List.copyOf(searches);
	}

	static RunAnswers of(GoldenQuestions questions, List<RankingLabel> rankings, List<EvaluationRun> runs) {
		List<Answered> searches = new ArrayList<>();
		for (int index = 0; index < runs.size(); index++) {
			List<QuestionResult> results = runs.get(index).results();
			searches.add(new Answered(rankings.get(index), results.stream().map(QuestionResult::found).toList(),
					results.stream().map((result) -> result.time().toNanos() / 1000).toList()));
		}
		return new RunAnswers(runs.getFirst().depth(),
				questions.questions()
					.stream()
					.map((question) -> new Asked(question.id(), question.text(), question.relevant()))
					.toList(),
				searches);
	}

	/** The runs by the labels of their rankings. */
	EvaluationReport report(List<Metric> metrics) {
		return new EvaluationReport(metrics,
				this.searches.stream().map((search) -> run(search, search.ranking().label())).toList());
	}

	EvaluationRun run(Answered search, String name) {
		List<QuestionResult> results = new ArrayList<>(this.questions.size());
		for (int index = 0; index < this.questions.size(); index++) {
			Asked asked = this.questions.get(index);
			results.add(new QuestionResult(new GoldenQuestion(asked.id(), asked.text(), asked.relevant()),
					search.found().get(index), Duration.ofNanos(search.micros().get(index) * 1000)));
		}
		return new EvaluationRun(name, this.depth, results);
	}

	/**
	 * What was asked, apart from what was found.
	 *
	 * @param depth how many results were looked at
	 * @param questions the questions
	 */
	record Questions(int depth, List<Asked> questions) {

		Questions {
			questions = List.copyOf(questions);
		}

	}

	/**
	 * A question that was asked.
	 *
	 * @param id its id
	 * @param text the question
	 * @param relevant the grades of what answers it
	 */
	record Asked(String id, String text, Map<String, Integer> relevant) {
	}

	/**
	 * What a ranking found.
	 *
	 * @param ranking the ranking
	 * @param found the names for each question, best first
	 * @param micros how long each search took, in microseconds
	 */
	record Answered(RankingLabel ranking, List<List<String>> found, List<Long> micros) {
	}

}

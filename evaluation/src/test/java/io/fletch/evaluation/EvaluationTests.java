package io.fletch.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

class EvaluationTests {

	private static final GoldenQuestions QUESTIONS = new GoldenQuestions(
			List.of(GoldenQuestion.of("1", "pears", "pear"), GoldenQuestion.of("2", "apples", "apple", "market")));

	@Test
	void measuresEverySearchOnAllQuestions() {
		EvaluationReport report = Evaluation.of(QUESTIONS)
			.metrics(Metric.recall(2), Metric.mrr(2))
			.search("good", (question, limit) -> question.equals("pears") ? List.of("pear") : List.of("x", "apple"))
			.search("bad", (question, limit) -> List.of("market"))
			.run();
		assertThat(report.run("good").mean(Metric.recall(2))).isCloseTo(0.75, within(1e-12));
		assertThat(report.run("good").mean(Metric.mrr(2))).isCloseTo(0.75, within(1e-12));
		assertThat(report.run("bad").mean(Metric.recall(2))).isCloseTo(0.25, within(1e-12));
		assertThat(report.runs()).extracting(EvaluationRun::name).containsExactly("good", "bad");
	}

	@Test
	void asksForAsManyResultsAsTheGreatestCutoff() {
		List<Integer> limits = new ArrayList<>();
		Evaluation.of(QUESTIONS).metrics(Metric.mrr(10), Metric.recall(50)).search("s", (question, limit) -> {
			limits.add(limit);
			return List.of();
		}).run();
		assertThat(limits).containsExactly(50, 50, 50);
	}

	@Test
	void asksTheFirstQuestionsBeforeItMeasures() {
		List<String> asked = new ArrayList<>();
		Evaluation evaluation = Evaluation.of(QUESTIONS).search("s", (question, limit) -> {
			asked.add(question);
			return List.of("pear");
		});
		EvaluationRun run = evaluation.run().run("s");
		assertThat(asked).containsExactly("pears", "pears", "apples");
		assertThat(run.results()).hasSize(2);
		asked.clear();
		evaluation.warmUp(0).run();
		assertThat(asked).containsExactly("pears", "apples");
		asked.clear();
		evaluation.warmUp(7).run();
		assertThat(asked).containsExactly("pears", "apples", "pears", "apples");
		assertThatIllegalArgumentException().isThrownBy(() -> evaluation.warmUp(-1))
			.withMessage("warmUp must be at least 0, but was -1");
	}

	@Test
	void countsTheFirstOfSeveralPassagesOfADocumentAndNothingBeyondTheLimit() {
		EvaluationReport report = Evaluation.of(QUESTIONS)
			.metrics(Metric.mrr(2))
			.search("s", (question, limit) -> List.of("x", "x", "pear", "apple"))
			.run();
		assertThat(report.run("s").results()).extracting(QuestionResult::found)
			.containsExactly(List.of("x", "pear"), List.of("x", "pear"));
	}

	@Test
	void tellsTheProgress() {
		List<String> told = new ArrayList<>();
		Evaluation.of(QUESTIONS)
			.search("s", (question, limit) -> List.of())
			.listener((search, done, total) -> told.add(search + " " + done + "/" + total))
			.run();
		assertThat(told).containsExactly("s 1/2", "s 2/2");
	}

	@Test
	void saysWhichQuestionASearchFailedAt() {
		Evaluation evaluation = Evaluation.of(QUESTIONS).search("broken", (question, limit) -> {
			throw new IllegalStateException("no index");
		});
		assertThatExceptionOfType(SearchException.class).isThrownBy(evaluation::run)
			.withMessage("The search 'broken' failed at the question '1': no index")
			.withCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void refusesNullInsteadOfIds() {
		Evaluation evaluation = Evaluation.of(QUESTIONS)
			.search("nothing", (question, limit) -> Arrays.asList("a", null));
		assertThatExceptionOfType(SearchException.class).isThrownBy(evaluation::run)
			.withMessage("The search 'nothing' failed at the question '1': it gave null instead of ids");
	}

	@Test
	void stopsWhenItIsInterrupted() {
		Evaluation evaluation = Evaluation.of(QUESTIONS).warmUp(0).search("s", (question, limit) -> {
			Thread.currentThread().interrupt();
			return List.of();
		});
		assertThatExceptionOfType(SearchException.class).isThrownBy(evaluation::run)
			.withMessage("The search 's' failed at the question '2': the thread was interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void refusesWhatCannotBeEvaluated() {
		Evaluation evaluation = Evaluation.of(QUESTIONS);
		assertThatIllegalStateException().isThrownBy(evaluation::run)
			.withMessage("There is nothing to evaluate: add a search by search(...)");
		assertThatIllegalArgumentException().isThrownBy(evaluation::metrics)
			.withMessage("metrics must not be empty: name at least one");
		Evaluation one = evaluation.search("s", (question, limit) -> List.of());
		assertThatIllegalArgumentException().isThrownBy(() -> one.search("s", (question, limit) -> List.of()))
			.withMessage("The name of a search must be its own and not blank, but was 's'");
	}

	@Test
	void refusesAMetricThatLooksFurtherThanTheSearchDid() {
		EvaluationRun run = Evaluation.of(QUESTIONS)
			.metrics(Metric.mrr(10))
			.search("s", (question, limit) -> List.of())
			.run()
			.run("s");
		assertThatIllegalArgumentException().isThrownBy(() -> run.mean(Metric.recall(11)))
			.withMessage(
					"The metric recall@11 looks at 11 results, but 's' was asked for 10: evaluate with a metric of "
							+ "that cutoff");
	}

	@Test
	void findsTheQuestionsThatWereAnsweredWorst() {
		EvaluationRun run = Evaluation.of(QUESTIONS)
			.metrics(Metric.mrr(10))
			.search("s", (question, limit) -> List.of("pear"))
			.run()
			.run("s");
		assertThat(run.worst(Metric.mrr(10), 1)).extracting((result) -> result.question().id()).containsExactly("2");
	}

	@Test
	void tellsAChanceDifferenceFromARealOne() {
		List<GoldenQuestion> questions = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			questions.add(GoldenQuestion.of("q" + i, "question " + i, "d" + i));
		}
		EvaluationReport report = Evaluation.of(new GoldenQuestions(questions))
			.metrics(Metric.hitRate(1))
			.search("none", (question, limit) -> List.of())
			.search("one", (question, limit) -> question.equals("question 3") ? List.of("d3") : List.of())
			.search("all", (question, limit) -> List.of("d" + question.substring(9)))
			.run();
		assertThat(report.difference("none", "one", Metric.hitRate(1))).isEqualTo(new Difference(1 / 40.0, 1, 0, 1));
		assertThat(report.difference("all", "none", Metric.hitRate(1)))
			.isEqualTo(new Difference(-1, 0, 40, 1 / 10_001.0));
		assertThat(report.difference("all", "all", Metric.hitRate(1))).isEqualTo(new Difference(0, 0, 0, 1));
	}

	@Test
	void comparesRunsOverTheSameQuestionsOnly() {
		EvaluationRun one = Evaluation.of(QUESTIONS).search("one", (question, limit) -> List.of()).run().run("one");
		EvaluationRun part = new EvaluationRun("part", one.depth(), one.results().subList(0, 1));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EvaluationReport(Evaluation.DEFAULT_METRICS, List.of(one, part)))
			.withMessage("The runs 'one' and 'part' cannot be compared, as they were asked different questions");
		assertThatIllegalArgumentException().isThrownBy(() -> Difference.between(part, one, Metric.mrr(10)))
			.withMessageContaining("'part' and 'one' cannot be compared");
		assertThatIllegalArgumentException().isThrownBy(() -> new EvaluationRun("none", 10, List.of()))
			.withMessage("The run 'none' has no results: ask at least one question");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EvaluationReport(Evaluation.DEFAULT_METRICS, List.of()))
			.withMessage("A report needs at least one metric and one run, but has 5 and 0");
	}

	@Test
	void acceptsAnEmptyResult() {
		EvaluationReport report = Evaluation.of(QUESTIONS)
			.search("s", (question, limit) -> Collections.emptyList())
			.run();
		assertThat(report.run("s").mean(Metric.ndcg(10))).isZero();
	}

}

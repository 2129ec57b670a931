package io.fletch.benchmarks.quality;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.evaluation.Evaluation;
import io.fletch.evaluation.EvaluationListener;
import io.fletch.evaluation.EvaluationReport;
import io.fletch.evaluation.EvaluationRun;
import io.fletch.evaluation.GoldenQuestion;
import io.fletch.evaluation.GoldenQuestions;
import io.fletch.evaluation.QuestionResult;
import io.fletch.rerankers.LinearCombination;
import io.fletch.rerankers.MeanReciprocalRank;
import io.fletch.rerankers.ReciprocalRankFusion;
import io.fletch.store.Search;
import io.fletch.store.TypedTable;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;

/**
 * Measures rankings and times of searches over one judged collection.
 */
public final class QualityMeasurement {

	private static final double NANOS = 1e6;

	private static final int WARM_UP = 20;

	private final TypedTable<Paper> papers;

	private final GoldenQuestions questions;

	private final Meter meter;

	private final Map<String, Reranker> fusions = new LinkedHashMap<>();

	private final List<Judged> judged = new ArrayList<>();

	/**
	 * Prepares a measurement.
	 * @param papers the collection
	 * @param questions the judged questions
	 * @param meter takes the times
	 */
	public QualityMeasurement(TypedTable<Paper> papers, GoldenQuestions questions, Meter meter) {
		this.papers = papers;
		this.questions = questions;
		this.meter = meter;
		this.fusions.put("rrf", new ReciprocalRankFusion());
		this.fusions.put("linear", new LinearCombination());
		this.fusions.put("mrr", new MeanReciprocalRank());
	}

	/**
	 * Adds a reranker to be tried on top of searches.
	 * @param name its name in the report
	 * @param kinds the searches
	 * @param judge the reranker
	 */
	public void judge(String name, List<QueryKind> kinds, Reranker judge) {
		kinds.forEach((kind) -> this.judged.add(new Judged(kind, name, judge)));
	}

	/**
	 * Asks every search every question.
	 * @param listener is told how far it is
	 * @param set the name of the collection
	 * @return the report
	 * @throws IOException if the results cannot be kept
	 */
	public EvaluationReport run(String set, EvaluationListener listener) throws IOException {
		Evaluation evaluation = Evaluation.of(this.questions)
			.listener(listener)
			.search("vector", (question, limit) -> ids(search(question, QueryKind.VECTOR), limit))
			.search("text", (question, limit) -> ids(search(question, QueryKind.TEXT), limit));
		for (Map.Entry<String, Reranker> fusion : this.fusions.entrySet()) {
			evaluation = with(evaluation, "hybrid, " + fusion.getKey(), QueryKind.HYBRID, fusion.getValue());
		}
		for (Judged each : this.judged) {
			evaluation = with(evaluation, each.kind().name().toLowerCase(Locale.ROOT) + ", " + each.name(), each.kind(),
					each.judge());
		}
		warmUp();
		EvaluationReport report = evaluation.run();
		for (EvaluationRun run : report.runs()) {
			this.meter.note("quality " + set, run.name(), "ms", milliseconds(run));
		}
		return report;
	}

	/**
	 * Measures how long a question takes to be embedded.
	 * @param set the name of the collection
	 * @param function the function
	 * @throws IOException if the results cannot be kept
	 */
	public void embedding(String set, EmbeddingFunction function) throws IOException {
		double[] times = new double[this.questions.questions().size()];
		for (int i = 0; i < times.length; i++) {
			long start = System.nanoTime();
			function.embedQuery(this.questions.questions().get(i).text());
			times[i] = (System.nanoTime() - start) / NANOS;
		}
		this.meter.note("quality " + set, "embed the question", "ms", times);
	}

	private void warmUp() {
		for (GoldenQuestion question : this.questions.questions()
			.subList(0, Math.min(WARM_UP, this.questions.questions().size()))) {
			ids(search(question.text(), QueryKind.HYBRID), 100);
		}
	}

	private Evaluation with(Evaluation evaluation, String name, QueryKind kind, Reranker reranker) {
		return evaluation.search(name, (question, limit) -> ids(search(question, kind).rerank(reranker), limit));
	}

	private Search<Paper> search(String question, QueryKind kind) {
		return this.papers.search(question).kind(kind);
	}

	private static List<String> ids(Search<Paper> search, int limit) {
		return search.select("id").limit(limit).rows().stream().map(Paper::id).toList();
	}

	private static double[] milliseconds(EvaluationRun run) {
		return run.results().stream().map(QuestionResult::time).mapToDouble((time) -> time.toNanos() / NANOS).toArray();
	}

	/**
	 * A reranker on top of a search.
	 */
	private record Judged(QueryKind kind, String name, Reranker judge) {
	}

}

package io.fletch.evaluation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Asks searches golden questions, one after the other, and measures what they find.
 * Immutable: every method returns a new value. <pre>
 * EvaluationReport report = Evaluation.of(GoldenQuestions.read(Path.of("golden.jsonl")))
 *     .search("text", (question, limit) -&gt; ids(table.search(question).kind(QueryKind.TEXT).limit(limit)))
 *     .search("hybrid", (question, limit) -&gt; ids(table.search(question).limit(limit)))
 *     .run();
 * </pre>
 */
public final class Evaluation {

	/** What is measured unless told otherwise. */
	public static final List<Metric> DEFAULT_METRICS = List.of(Metric.ndcg(10), Metric.mrr(10), Metric.hitRate(10),
			Metric.recall(10), Metric.recall(100));

	/** How many questions each search is asked beforehand unless told otherwise. */
	public static final int DEFAULT_WARM_UP = 1;

	private final GoldenQuestions questions;

	private final int warmUp;

	private final List<Metric> metrics;

	private final Map<String, Searchable> searches;

	private final EvaluationListener listener;

	private Evaluation(GoldenQuestions questions, int warmUp, List<Metric> metrics, Map<String, Searchable> searches,
			EvaluationListener listener) {
		this.questions = questions;
		this.warmUp = warmUp;
		this.metrics = metrics;
		this.searches = searches;
		this.listener = listener;
	}

	/**
	 * Starts with the questions.
	 * @param questions the questions
	 * @return an evaluation with the default metrics that still needs searches
	 */
	public static Evaluation of(GoldenQuestions questions) {
		Objects.requireNonNull(questions, "questions");
		return new Evaluation(questions, DEFAULT_WARM_UP, DEFAULT_METRICS, Map.of(), (search, done, total) -> {
		});
	}

	/**
	 * Sets what is measured; by default nDCG, MRR, hit rate and recall at 10, and recall
	 * at 100. Searches are asked for as many results as the greatest cutoff.
	 * @param metrics the metrics, the most important first
	 * @return a new evaluation
	 * @throws IllegalArgumentException if there is none
	 */
	public Evaluation metrics(Metric... metrics) {
		Objects.requireNonNull(metrics, "metrics");
		if (metrics.length == 0) {
			throw new IllegalArgumentException("metrics must not be empty: name at least one");
		}
		return new Evaluation(this.questions, this.warmUp, List.of(metrics), this.searches, this.listener);
	}

	/**
	 * Adds a search.
	 * @param name its name in the report
	 * @param search the search
	 * @return a new evaluation
	 * @throws IllegalArgumentException if the name is blank or that of another
	 */
	public Evaluation search(String name, Searchable search) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(search, "search");
		if (name.isBlank() || this.searches.containsKey(name)) {
			throw new IllegalArgumentException(
					"The name of a search must be its own and not blank, but was '" + name + "'");
		}
		Map<String, Searchable> more = new LinkedHashMap<>(this.searches);
		more.put(name, search);
		return new Evaluation(this.questions, this.warmUp, this.metrics, more, this.listener);
	}

	/**
	 * Sets who is told of the progress. By default nobody is.
	 * @param listener told after every question
	 * @return a new evaluation
	 */
	public Evaluation listener(EvaluationListener listener) {
		Objects.requireNonNull(listener, "listener");
		return new Evaluation(this.questions, this.warmUp, this.metrics, this.searches, listener);
	}

	/**
	 * Sets how many of the questions each search is asked before it is measured, so that
	 * models are loaded and files opened when times are taken; 1 by default.
	 * @param questions the number; all if there are fewer, 0 to measure from the first on
	 * @return a new evaluation
	 * @throws IllegalArgumentException if it is negative
	 */
	public Evaluation warmUp(int questions) {
		if (questions < 0) {
			throw new IllegalArgumentException("warmUp must be at least 0, but was " + questions);
		}
		return new Evaluation(this.questions, questions, this.metrics, this.searches, this.listener);
	}

	/**
	 * Asks every search every question.
	 * @return the report, with the searches in the order in which they were added
	 * @throws IllegalStateException if there is no search
	 * @throws SearchException if a search fails, or the thread is interrupted; the
	 * message names search and question
	 */
	public EvaluationReport run() {
		if (this.searches.isEmpty()) {
			throw new IllegalStateException("There is nothing to evaluate: add a search by search(...)");
		}
		List<EvaluationRun> runs = new ArrayList<>();
		this.searches.forEach((name, search) -> runs.add(run(name, search)));
		return new EvaluationReport(this.metrics, runs);
	}

	private EvaluationRun run(String name, Searchable search) {
		int depth = this.metrics.stream().mapToInt(Metric::cutoff).max().orElseThrow();
		List<GoldenQuestion> all = this.questions.questions();
		// What is loaded for the first question is no part of how long a search takes.
		all.stream().limit(this.warmUp).forEach((question) -> ask(name, search, question, depth));
		List<QuestionResult> results = new ArrayList<>(all.size());
		for (GoldenQuestion question : all) {
			results.add(ask(name, search, question, depth));
			this.listener.asked(name, results.size(), all.size());
		}
		return new EvaluationRun(name, depth, results);
	}

	private static QuestionResult ask(String name, Searchable search, GoldenQuestion question, int depth) {
		if (Thread.currentThread().isInterrupted()) {
			throw failed(name, question, "the thread was interrupted", null);
		}
		long start = System.nanoTime();
		List<@Nullable String> found;
		try {
			found = nullable(search.search(question.text(), depth));
		}
		catch (RuntimeException ex) {
			// A search is anybody's; its failure is told with its question.
			throw failed(name, question, String.valueOf(ex.getMessage()), ex);
		}
		Duration time = Duration.ofNanos(System.nanoTime() - start);
		if (found.contains(null)) {
			throw failed(name, question, "it gave null instead of ids", null);
		}
		Set<String> distinct = new LinkedHashSet<>();
		found.forEach((id) -> distinct.add(String.valueOf(id)));
		return new QuestionResult(question, distinct.stream().limit(depth).toList(), time);
	}

	/** What users' code gives may be null whatever it declares. */
	private static List<@Nullable String> nullable(@Nullable List<? extends @Nullable String> found) {
		return (found != null) ? new ArrayList<>(found) : Collections.singletonList(null);
	}

	private static SearchException failed(String name, GoldenQuestion question, String why, @Nullable Throwable cause) {
		return new SearchException("The search '" + name + "' failed at the question '" + question.id() + "': " + why,
				cause);
	}

}

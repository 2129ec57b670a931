package io.fletch.sample.evaluation;

import java.util.List;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.fletch.evaluation.Metric;

/**
 * What a run asks.
 *
 * @param set the id of the set of golden questions
 * @param rankings the names of the rankings, the one that others are compared with first
 * @param cutoffs how many results the metrics look at
 * @param passages how many passages each question is answered with
 * @param filter a condition in SQL on the columns of the passages; {@code null} for none
 */
public record RunPlan(String set, List<String> rankings, List<Integer> cutoffs, int passages, @Nullable String filter) {

	/** How many rankings a run may compare. */
	public static final int MOST_RANKINGS = 12;

	/** How many cutoffs a run may have. */
	public static final int MOST_CUTOFFS = 4;

	/** The greatest cutoff. */
	public static final int GREATEST_CUTOFF = 100;

	/** How many passages a question is answered with at most. */
	public static final int MOST_PASSAGES = 200;

	/** How many results a run keeps at most, over all questions and rankings. */
	static final long MOST_RESULTS = 1_000_000;

	/** How long all names are together that a run keeps, in characters. */
	static final long MOST_CHARACTERS = 30_000_000;

	public RunPlan {
		rankings = List.copyOf(rankings);
		cutoffs = List.copyOf(new TreeSet<>(cutoffs));
		check(rankings, cutoffs, passages);
	}

	private static void check(List<String> rankings, List<Integer> cutoffs, int passages) {
		if (rankings.isEmpty() || rankings.size() > MOST_RANKINGS
				|| rankings.stream().distinct().count() < rankings.size()) {
			throw invalid("rankings", "rankings has " + rankings.size() + " names; name 1 to " + MOST_RANKINGS
					+ ", each once. GET /api/evaluation lists them.");
		}
		if (cutoffs.isEmpty() || cutoffs.size() > MOST_CUTOFFS || cutoffs.getFirst() < 1
				|| cutoffs.getLast() > GREATEST_CUTOFF) {
			throw invalid("cutoffs", "cutoffs is " + cutoffs + ", but must be 1 to " + MOST_CUTOFFS
					+ " whole numbers from 1 to " + GREATEST_CUTOFF + ".");
		}
		if (passages < cutoffs.getLast() || passages > MOST_PASSAGES) {
			throw invalid("passages", "passages is " + passages + ", but must be from the greatest cutoff, "
					+ cutoffs.getLast() + ", to " + MOST_PASSAGES + ".");
		}
	}

	/**
	 * Returns what is measured.
	 * @return the metrics, the most important first
	 */
	List<Metric> metrics() {
		return metrics(this.cutoffs);
	}

	static List<Metric> metrics(List<Integer> cutoffs) {
		return cutoffs.reversed()
			.stream()
			.flatMap((cutoff) -> List
				.of(Metric.ndcg(cutoff), Metric.mrr(cutoff), Metric.hitRate(cutoff), Metric.recall(cutoff))
				.stream())
			.toList();
	}

	/** How many of the metrics stand for one cutoff. */
	static int metricsOfACutoff() {
		return 4;
	}

	static RefusedException invalid(String field, String message) {
		return new RefusedException(RefusedException.Reason.INVALID, field, message);
	}

}

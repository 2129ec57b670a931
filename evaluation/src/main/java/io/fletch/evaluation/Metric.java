package io.fletch.evaluation;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A measure of one ranking, from 0 (bad) to 1 (good). What is not among the relevant ids
 * is taken as not relevant.
 *
 * @param kind what is measured
 * @param cutoff how many results are looked at, at least 1
 * @see <a href=
 * "https://nlp.stanford.edu/IR-book/html/htmledition/evaluation-of-ranked-retrieval-results-1.html">Evaluation
 * of ranked retrieval results</a>
 */
public record Metric(Kind kind, int cutoff) {

	/**
	 * Checks the cutoff.
	 * @param kind what is measured
	 * @param cutoff how many results are looked at
	 * @throws IllegalArgumentException if the cutoff is less than 1
	 */
	public Metric {
		Objects.requireNonNull(kind, "kind");
		if (cutoff < 1) {
			throw new IllegalArgumentException("cutoff must be at least 1, but was " + cutoff);
		}
	}

	/**
	 * What is measured.
	 */
	public enum Kind {

		/**
		 * The share of what is relevant that was found.
		 */
		RECALL("recall"),

		/**
		 * The share of the places that hold something relevant.
		 */
		PRECISION("precision"),

		/**
		 * Whether anything relevant was found: 1 or 0.
		 */
		HIT_RATE("hit rate"),

		/**
		 * One divided by the place of the first that is relevant.
		 */
		MRR("MRR"),

		/**
		 * The mean of the precisions at the places of what is relevant.
		 */
		MAP("MAP"),

		/**
		 * The gain of each place, which is its grade divided by log2(place + 1), summed
		 * up and divided by that of the best order.
		 *
		 * @see <a href="https://dl.acm.org/doi/10.1145/582415.582418">Cumulated
		 * gain-based evaluation of IR techniques</a>
		 */
		NDCG("nDCG");

		private final String label;

		Kind(String label) {
			this.label = label;
		}

	}

	/**
	 * Returns the share of what is relevant that was found.
	 * @param cutoff how many results are looked at
	 * @return the metric
	 */
	public static Metric recall(int cutoff) {
		return new Metric(Kind.RECALL, cutoff);
	}

	/**
	 * Returns the share of the places that hold something relevant.
	 * @param cutoff how many results are looked at
	 * @return the metric
	 */
	public static Metric precision(int cutoff) {
		return new Metric(Kind.PRECISION, cutoff);
	}

	/**
	 * Returns whether anything relevant was found.
	 * @param cutoff how many results are looked at
	 * @return the metric
	 */
	public static Metric hitRate(int cutoff) {
		return new Metric(Kind.HIT_RATE, cutoff);
	}

	/**
	 * Returns one divided by the place of the first that is relevant.
	 * @param cutoff how many results are looked at
	 * @return the metric
	 */
	public static Metric mrr(int cutoff) {
		return new Metric(Kind.MRR, cutoff);
	}

	/**
	 * Returns the mean of the precisions at the places of what is relevant.
	 * @param cutoff how many results are looked at
	 * @return the metric
	 */
	public static Metric map(int cutoff) {
		return new Metric(Kind.MAP, cutoff);
	}

	/**
	 * Returns the normalised discounted cumulative gain.
	 * @param cutoff how many results are looked at
	 * @return the metric
	 */
	public static Metric ndcg(int cutoff) {
		return new Metric(Kind.NDCG, cutoff);
	}

	/**
	 * Returns the name that people know this metric by.
	 * @return for example {@code nDCG@10}
	 */
	public String label() {
		return this.kind.label + "@" + this.cutoff;
	}

	/**
	 * Measures a ranking.
	 * @param found the ids of what was found, best first; an id that comes again counts
	 * for its first place only, and what is behind moves up
	 * @param relevant the grades of what is relevant by id, not empty
	 * @return the measure, from 0 to 1
	 * @throws IllegalArgumentException if nothing is relevant
	 */
	public double of(List<String> found, Map<String, Integer> relevant) {
		Objects.requireNonNull(found, "found");
		Objects.requireNonNull(relevant, "relevant");
		if (relevant.isEmpty()) {
			throw new IllegalArgumentException(
					"relevant must not be empty: where nothing is relevant there is nothing to measure");
		}
		List<String> top = found.stream().distinct().limit(this.cutoff).toList();
		long hits = top.stream().filter(relevant::containsKey).count();
		return switch (this.kind) {
			case RECALL -> (double) hits / relevant.size();
			case PRECISION -> (double) hits / this.cutoff;
			case HIT_RATE -> Math.min(1, hits);
			case MRR -> reciprocalRank(top, relevant);
			case MAP -> averagePrecision(top, relevant);
			case NDCG -> gain(top.stream().map((id) -> relevant.getOrDefault(id, 0)).toList()) / bestGain(relevant);
		};
	}

	private static double reciprocalRank(List<String> top, Map<String, Integer> relevant) {
		for (int place = 1; place <= top.size(); place++) {
			if (relevant.containsKey(top.get(place - 1))) {
				return 1.0 / place;
			}
		}
		return 0;
	}

	private double averagePrecision(List<String> top, Map<String, Integer> relevant) {
		double sum = 0;
		int hits = 0;
		for (int place = 1; place <= top.size(); place++) {
			if (relevant.containsKey(top.get(place - 1))) {
				hits++;
				sum += (double) hits / place;
			}
		}
		return sum / Math.min(relevant.size(), this.cutoff);
	}

	private double bestGain(Map<String, Integer> relevant) {
		return gain(relevant.values().stream().sorted((left, right) -> right - left).limit(this.cutoff).toList());
	}

	private static double gain(List<Integer> grades) {
		double gain = 0;
		for (int place = 1; place <= grades.size(); place++) {
			gain += grades.get(place - 1) * Math.log(2) / Math.log(place + 1);
		}
		return gain;
	}

}

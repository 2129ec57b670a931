package io.fletch.rerankers;

import java.util.List;
import java.util.OptionalDouble;

import io.fletch.store.query.Candidate;

/**
 * Brings the scores of one ranking to the range from 0, the worst, to 1, the best. Where
 * all are equal, or there is only one, each is the best: what was found alone counts.
 * Infinite scores stand beyond the others, as far away as these are apart; what is no
 * number is the worst.
 *
 * @param min the least score
 * @param max the greatest score
 * @param low what stands for negative infinity
 * @param high what stands for infinity
 */
record Scale(double min, double max, double low, double high) {

	static Scale of(List<Candidate> rows) {
		OptionalDouble least = rows.stream().mapToDouble(Candidate::score).filter(Double::isFinite).min();
		OptionalDouble greatest = rows.stream().mapToDouble(Candidate::score).filter(Double::isFinite).max();
		// Halves, as the difference of two finite numbers may be infinite.
		double min = least.orElse(0) / 2;
		double max = greatest.orElse(0) / 2;
		double gap = (max > min) ? Math.min(max - min, Double.MAX_VALUE / 4) : 1;
		boolean hasLow = rows.stream().anyMatch((row) -> row.score() == Double.NEGATIVE_INFINITY);
		boolean hasHigh = rows.stream().anyMatch((row) -> row.score() == Double.POSITIVE_INFINITY);
		double low = Math.max(min - gap, -Double.MAX_VALUE / 2);
		double high = Math.min(max + gap, Double.MAX_VALUE / 2);
		if (least.isEmpty()) {
			return new Scale(hasLow ? low : high, hasHigh ? high : low, low, high);
		}
		return new Scale(hasLow ? low : min, hasHigh ? high : max, low, high);
	}

	double of(Candidate row) {
		double half = row.score() / 2;
		double value = (half == Double.POSITIVE_INFINITY) ? this.high
				: (half == Double.NEGATIVE_INFINITY) ? this.low : half;
		if (Double.isNaN(half)) {
			return 0;
		}
		return (this.max > this.min) ? (value - this.min) / (this.max - this.min) : 1;
	}

}

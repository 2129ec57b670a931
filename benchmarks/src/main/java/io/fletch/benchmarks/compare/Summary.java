package io.fletch.benchmarks.compare;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;

import io.fletch.benchmarks.measure.Result;

/**
 * The results of one operation from several runs and, of a store with indexes, from
 * several kinds of table.
 *
 * @param best the best measurement of all
 * @param median the median of the medians
 * @param worst the worst measurement of all
 * @param highIsGood whether a high figure is good
 */
record Summary(double best, double median, double worst, boolean highIsGood) {

	/**
	 * Sums up what was measured on the kind of table that gave the best measurement.
	 */
	static Summary of(List<Result> results) {
		boolean highIsGood = results.get(0).highIsGood();
		Comparator<Result> byBest = Comparator.comparingDouble(highIsGood ? Result::max : Result::min);
		Result best = highIsGood ? Collections.max(results, byBest) : Collections.min(results, byBest);
		List<Result> same = results.stream().filter((result) -> result.config().equals(best.config())).toList();
		double[] medians = same.stream().mapToDouble(Result::value).sorted().toArray();
		double low = same.stream().mapToDouble(Result::min).min().orElseThrow();
		double high = same.stream().mapToDouble(Result::max).max().orElseThrow();
		return new Summary(highIsGood ? high : low, medians[medians.length / 2], highIsGood ? low : high, highIsGood);
	}

	/**
	 * Returns how many times as fast our median is as the other store's best.
	 */
	static double ratio(Summary theirs, Summary ours) {
		return ours.highIsGood ? ours.median / theirs.best : theirs.best / ours.median;
	}

}

package io.fletch.benchmarks.search;

import java.util.Arrays;
import java.util.function.IntFunction;

import io.fletch.benchmarks.measure.Result;
import io.fletch.benchmarks.measure.ResultSink;

/**
 * How much of the exact answers is found.
 */
final class Recalls {

	private Recalls() {
	}

	static double of(int queries, IntFunction<int[]> exact, IntFunction<int[]> found) {
		long right = 0;
		long all = 0;
		for (int i = 0; i < queries; i++) {
			int[] rows = found.apply(i);
			int[] expected = exact.apply(i);
			all += expected.length;
			right += Arrays.stream(expected)
				.filter((row) -> Arrays.stream(rows).anyMatch((each) -> each == row))
				.count();
		}
		return (double) right / all;
	}

	/**
	 * Adds a recall to results.
	 */
	static ResultSink with(ResultSink sink, double recall) {
		double rounded = Math.round(recall * 1e4) / 1e4;
		return (result) -> sink.add(new Result(result.op(), result.config(), result.metric(), result.value(),
				result.min(), result.max(), result.reps(), rounded));
	}

}

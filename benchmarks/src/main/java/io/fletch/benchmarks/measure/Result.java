package io.fletch.benchmarks.measure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one operation, as one line of JSON.
 *
 * @param op the operation
 * @param config what it was done with
 * @param metric the unit, for example {@code ms} or {@code rows_per_s}
 * @param value the median
 * @param min the lowest
 * @param max the highest
 * @param reps the number of measurements
 * @param recall how much of the exact answer was found, or {@code null}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Result(String op, String config, String metric, double value, double min, double max, int reps,
		@Nullable Double recall) {

	/**
	 * Sums measurements up.
	 * @param op the operation
	 * @param config what it was done with
	 * @param metric the unit
	 * @param values the measurements, at least one
	 * @return the result
	 */
	public static Result of(String op, String config, String metric, double... values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return new Result(op, config, metric, round(sorted[sorted.length / 2]), round(sorted[0]),
				round(sorted[sorted.length - 1]), sorted.length, null);
	}

	/**
	 * Tells whether a high value of the metric is good.
	 * @return whether it is
	 */
	public boolean highIsGood() {
		return this.metric.endsWith("_s") || this.metric.equals("qps");
	}

	static double[] map(double[] values, DoubleUnaryOperator change) {
		return Arrays.stream(values).map(change).toArray();
	}

	private static double round(double value) {
		return Double.isFinite(value) ? new BigDecimal(value).round(new MathContext(5)).doubleValue() : value;
	}

}

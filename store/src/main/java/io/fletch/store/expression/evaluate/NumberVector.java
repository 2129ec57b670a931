package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.expression.Arithmetic;
import io.fletch.store.expression.Kind;
import io.fletch.store.expression.Values;
import io.fletch.store.query.Expression.Operation;
import io.fletch.store.query.Expression.Operator;

/**
 * Numbers of the rows of a batch: integers or floating-point numbers.
 *
 * @param longs the integers, or {@code null}
 * @param doubles the floating-point numbers, or {@code null}
 * @param present the rows that are not null
 */
record NumberVector(long @Nullable [] longs, double @Nullable [] doubles, long[] present) {

	static @Nullable NumberVector constant(@Nullable Object value, int rows) {
		if (value instanceof Long number) {
			long[] longs = new long[rows];
			Arrays.fill(longs, number);
			return new NumberVector(longs, null, RowMask.all(rows));
		}
		if (value instanceof Double number) {
			double[] doubles = new double[rows];
			Arrays.fill(doubles, number);
			return new NumberVector(null, doubles, RowMask.all(rows));
		}
		return null;
	}

	/**
	 * Reads a column.
	 * @return its numbers, or {@code null} if it is no column of numbers of fixed width
	 */
	static @Nullable NumberVector read(Rows.OfBatch rows, ValueNodes.Column column) {
		FixedWidthLayout layout = FixedWidthLayout.of(column.field().getType());
		Kind kind = Kind.of(column.field().getType());
		if (layout == null || kind != Kind.INTEGER && kind != Kind.FLOAT
				|| !(rows.batch().columns().get(column.position()) instanceof ColumnReader.FixedWidth values)) {
			return null;
		}
		long[] present = BatchStatistics.of(rows.batch(), column.position(), column.field()).present();
		if (kind == Kind.FLOAT) {
			return new NumberVector(null, doubles(values.data(), layout, rows.count()), present);
		}
		long[] longs = new long[rows.count()];
		for (int row = 0; row < longs.length; row++) {
			longs[row] = layout.read(values.data(), row);
		}
		return new NumberVector(longs, null, present);
	}

	private static double[] doubles(MemorySegment data, FixedWidthLayout layout, int rows) {
		double[] doubles = new double[rows];
		for (int row = 0; row < rows; row++) {
			doubles[row] = (layout == FixedWidthLayout.FLOAT64)
					? Double.longBitsToDouble(data.get(FixedWidthLayout.LONG, (long) row * Double.BYTES))
					: Float.intBitsToFloat(data.get(FixedWidthLayout.INT, (long) row * Float.BYTES));
		}
		return doubles;
	}

	/**
	 * Calculates.
	 * @return the results, or {@code null} if one of the active rows has none
	 */
	@Nullable NumberVector combine(Operation operation, NumberVector other, long[] active) {
		long[] both = RowMask.and(this.present, other.present);
		long[] needed = RowMask.and(both, active);
		try {
			if (this.longs != null && other.longs != null) {
				return new NumberVector(integers(operation, this.longs, other.longs, needed), null, both);
			}
			return new NumberVector(null, reals(operation, reals(), other.reals(), needed), both);
		}
		catch (ArithmeticException ex) {
			// Row by row it will be seen again, with a message that names the expression.
			return null;
		}
	}

	private static long[] integers(Operation operation, long[] left, long[] right, long[] needed) {
		long[] results = new long[left.length];
		for (int row = 0; row < results.length; row++) {
			if (RowMask.isSet(needed, row)) {
				results[row] = Arithmetic.integers(operation, left[row], right[row]);
			}
		}
		return results;
	}

	private static double[] reals(Operation operation, double[] left, double[] right, long[] needed) {
		double[] results = new double[left.length];
		for (int row = 0; row < results.length; row++) {
			if (RowMask.isSet(needed, row)) {
				results[row] = Arithmetic.reals(operation, left[row], right[row]);
			}
		}
		return results;
	}

	private double[] reals() {
		return (this.doubles != null) ? this.doubles
				: Arrays.stream((this.longs != null) ? this.longs : new long[0]).asDoubleStream().toArray();
	}

	/**
	 * Compares.
	 * @return which rows are true, or {@code null} if the numbers are of different kinds
	 */
	@Nullable Truth compare(Operator operator, NumberVector other) {
		long[] isTrue = new long[this.present.length];
		if (this.longs != null && other.longs != null) {
			for (int row = 0; row < this.longs.length; row++) {
				if (operator.holds(Long.compare(this.longs[row], other.longs[row]))) {
					RowMask.set(isTrue, row);
				}
			}
		}
		else if (this.doubles != null && other.doubles != null) {
			for (int row = 0; row < this.doubles.length; row++) {
				if (operator.holds(Values.compareDoubles(this.doubles[row], other.doubles[row]))) {
					RowMask.set(isTrue, row);
				}
			}
		}
		else {
			return null;
		}
		long[] both = RowMask.and(this.present, other.present);
		long[] passing = RowMask.and(isTrue, both);
		return new Truth(passing, RowMask.andNot(both, passing));
	}

}

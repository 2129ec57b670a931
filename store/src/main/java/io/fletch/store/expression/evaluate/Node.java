package io.fletch.store.expression.evaluate;

import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.Kind;

/**
 * A part of an expression that is ready to be evaluated: for one row, or, if it is a
 * condition, for a batch at once.
 */
interface Node {

	/**
	 * Evaluates this part for a row.
	 * @return the value in the form of its {@link Kind}
	 */
	@Nullable Object value(Rows rows, int row);

	/**
	 * Evaluates numbers for a batch at once.
	 * @param rows the rows
	 * @param active the rows whose result matters
	 * @return the numbers, or {@code null} if they are to be evaluated row by row
	 */
	default @Nullable NumberVector numbers(Rows.OfBatch rows, long[] active) {
		return null;
	}

	/**
	 * Evaluates a condition.
	 * @param rows the rows
	 * @param active the rows whose result matters; what is said of others means nothing,
	 * but no error may arise from them
	 */
	default Truth truth(Rows.OfBatch rows, long[] active) {
		long[] isTrue = new long[active.length];
		long[] isFalse = new long[active.length];
		for (int word = 0; word < active.length; word++) {
			for (long bits = active[word]; bits != 0; bits &= bits - 1) {
				int row = (word << 6) + Long.numberOfTrailingZeros(bits);
				Object value = value(rows, row);
				if (value != null) {
					RowMask.set(((Boolean) value) ? isTrue : isFalse, row);
				}
			}
		}
		return new Truth(isTrue, isFalse);
	}

}

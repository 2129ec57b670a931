package io.fletch.store.expression.evaluate;

import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.store.data.column.ColumnReader;

/**
 * What is known of a column of a batch.
 *
 * @param present the rows that are not null
 * @param hasNulls whether there are other rows
 * @param least the least value, as the long of its {@link FixedWidthLayout}; above
 * {@code greatest} if all rows are null
 * @param greatest the greatest value
 */
record ColumnStatistics(long[] present, boolean hasNulls, long least, long greatest) {

	static ColumnStatistics compute(ColumnReader column, int rows, Field field) {
		long[] present = RowMask.all(rows);
		boolean hasNulls = false;
		for (int row = 0; row < rows; row++) {
			if (column.isNull(row)) {
				present[row >>> 6] &= ~(1L << row);
				hasNulls = true;
			}
		}
		FixedWidthLayout layout = FixedWidthLayout.of(field.getType());
		if (layout == null || !(column instanceof ColumnReader.FixedWidth values)) {
			return new ColumnStatistics(present, hasNulls, Long.MIN_VALUE, Long.MAX_VALUE);
		}
		long least = Long.MAX_VALUE;
		long greatest = Long.MIN_VALUE;
		for (int row = 0; row < rows; row++) {
			if (RowMask.isSet(present, row)) {
				long value = layout.read(values.data(), row);
				least = Math.min(least, value);
				greatest = Math.max(greatest, value);
			}
		}
		return new ColumnStatistics(present, hasNulls, least, greatest);
	}

}

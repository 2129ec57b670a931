package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnReader;

/**
 * Tests whether the values of a column of fixed width are among some longs.
 *
 * @param column the column
 * @param layout how its values lie in memory
 * @param values the longs
 * @param plain the same condition, for what is not a batch with such a column
 */
record ColumnLongSet(ValueNodes.Column column, FixedWidthLayout layout, LongSet values,
		ConditionNodes.InConstants plain) implements Node {

	@Override
	public @Nullable Object value(Rows rows, int row) {
		return this.plain.value(rows, row);
	}

	@Override
	public Truth truth(Rows.OfBatch rows, long[] active) {
		if (!(rows.batch().columns().get(this.column.position()) instanceof ColumnReader.FixedWidth reader)) {
			return this.plain.truth(rows, active);
		}
		ColumnStatistics statistics = BatchStatistics.of(rows.batch(), this.column.position(), this.column.field());
		long[] present = statistics.present();
		long[] found = new long[present.length];
		if (this.values.overlaps(statistics.least(), statistics.greatest())) {
			found = RowMask.and(present, found(reader.data(), rows.count()));
		}
		return new Truth(found, this.plain.hasNull() ? new long[present.length] : RowMask.andNot(present, found));
	}

	private long[] found(MemorySegment data, int rows) {
		long[] mask = RowMask.none(rows);
		for (int row = 0; row < rows; row++) {
			if (this.values.contains(this.layout.read(data, row))) {
				RowMask.set(mask, row);
			}
		}
		return mask;
	}

}

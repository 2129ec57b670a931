package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnReader;

/**
 * Tests whether the values of a column of fixed width lie in a range of longs, which is
 * what comparisons with constants come to. Batches whose least and greatest values decide
 * are not read.
 *
 * @param column the column
 * @param layout how its values lie in memory
 * @param least the least value in the range
 * @param greatest the greatest; below {@code least} if the range is empty
 * @param outside whether values outside of the range pass, and not those in it
 * @param plain the same condition, for what is not a batch with such a column
 */
record ColumnRange(ValueNodes.Column column, FixedWidthLayout layout, long least, long greatest, boolean outside,
		Node plain) implements Node {

	/**
	 * Returns the condition that both hold, if one range can say it.
	 */
	@Nullable Node and(ColumnRange other) {
		if (this.column.position() != other.column.position() || this.outside || other.outside) {
			return null;
		}
		return new ColumnRange(this.column, this.layout, Math.max(this.least, other.least),
				Math.min(this.greatest, other.greatest), false, new ConditionNodes.And(this.plain, other.plain));
	}

	@Override
	public @Nullable Object value(Rows rows, int row) {
		return this.plain.value(rows, row);
	}

	@Override
	public Truth truth(Rows.OfBatch rows, long[] active) {
		if (!(rows.batch().columns().get(this.column.position()) instanceof ColumnReader.FixedWidth values)) {
			return this.plain.truth(rows, active);
		}
		ColumnStatistics statistics = BatchStatistics.of(rows.batch(), this.column.position(), this.column.field());
		long[] present = statistics.present();
		long[] inside;
		if (this.least > this.greatest || statistics.greatest() < this.least || statistics.least() > this.greatest) {
			inside = new long[present.length];
		}
		else if (statistics.least() >= this.least && statistics.greatest() <= this.greatest) {
			inside = present;
		}
		else {
			inside = inside(values.data(), rows.count());
			if (statistics.hasNulls()) {
				inside = RowMask.and(inside, present);
			}
		}
		Truth truth = new Truth(inside, RowMask.andNot(present, inside));
		return this.outside ? truth.not() : truth;
	}

	private long[] inside(MemorySegment data, int rows) {
		long[] mask = RowMask.none(rows);
		for (int word = 0; word < mask.length; word++) {
			int first = word << 6;
			int end = Math.min(first + 64, rows);
			mask[word] = switch (this.layout) {
				case INT64 -> longs(data, first, end);
				case INT32 -> ints(data, first, end);
				case FLOAT64 -> doubles(data, first, end);
				default -> others(data, first, end);
			};
		}
		return mask;
	}

	/**
	 * A value lies in the range if its distance from the least is no larger, unsigned,
	 * than that of the greatest.
	 */
	private long longs(MemorySegment data, int first, int end) {
		long span = this.greatest - this.least + Long.MIN_VALUE;
		long shift = Long.MIN_VALUE - this.least;
		long bits = 0;
		for (int i = first; i < end; i++) {
			long value = data.get(FixedWidthLayout.LONG, (long) i * Long.BYTES);
			bits |= ((value + shift <= span) ? 1L : 0L) << i;
		}
		return bits;
	}

	private long ints(MemorySegment data, int first, int end) {
		long bits = 0;
		for (int i = first; i < end; i++) {
			long value = data.get(FixedWidthLayout.INT, (long) i * Integer.BYTES);
			bits |= ((value >= this.least & value <= this.greatest) ? 1L : 0L) << i;
		}
		return bits;
	}

	private long doubles(MemorySegment data, int first, int end) {
		long span = this.greatest - this.least + Long.MIN_VALUE;
		long shift = Long.MIN_VALUE - this.least;
		long bits = 0;
		for (int i = first; i < end; i++) {
			double value = Double.longBitsToDouble(data.get(FixedWidthLayout.LONG, (long) i * Double.BYTES));
			bits |= ((FixedWidthLayout.ordered(value) + shift <= span) ? 1L : 0L) << i;
		}
		return bits;
	}

	private long others(MemorySegment data, int first, int end) {
		long bits = 0;
		for (int i = first; i < end; i++) {
			long value = this.layout.read(data, i);
			bits |= ((value >= this.least && value <= this.greatest) ? 1L : 0L) << i;
		}
		return bits;
	}

}

package io.fletch.store.expression.evaluate;

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

	private static final RangeKernel KERNEL = RangeKernel.fastest();

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
			inside = KERNEL
				.inside(new RangeKernel.Question(values.data(), rows.count(), this.layout, this.least, this.greatest));
			if (statistics.hasNulls()) {
				inside = RowMask.and(inside, present);
			}
		}
		Truth truth = new Truth(inside, RowMask.andNot(present, inside));
		return this.outside ? truth.not() : truth;
	}

}

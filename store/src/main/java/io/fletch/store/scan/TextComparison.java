package io.fletch.store.scan;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.ColumnReader;
import io.fletch.store.query.Expression.Operator;

/**
 * Compares a text column with a constant, byte by byte where the texts lie in memory. The
 * order of UTF-8 bytes is that of code points.
 *
 * @param column the column
 * @param operator how to compare
 * @param constant the constant in UTF-8
 * @param plain the same condition, for what is not a batch with such a column
 */
record TextComparison(ValueNodes.Column column, Operator operator, byte[] constant, Node plain) implements Node {

	@Override
	public @Nullable Object value(Rows rows, int row) {
		return this.plain.value(rows, row);
	}

	@Override
	public Truth truth(Rows.OfBatch rows, long[] active) {
		if (!(rows.batch().columns().get(this.column.position()) instanceof ColumnReader.Text texts)) {
			return this.plain.truth(rows, active);
		}
		long[] present = BatchStatistics.of(rows.batch(), this.column.position(), this.column.field()).present();
		boolean equality = this.operator == Operator.EQ || this.operator == Operator.NE;
		long[] passing = (equality) ? equal(texts, present, rows.count()) : ordered(texts, present, rows.count());
		if (this.operator == Operator.NE) {
			return new Truth(RowMask.andNot(present, passing), passing);
		}
		return new Truth(passing, RowMask.andNot(present, passing));
	}

	private long[] equal(ColumnReader.Text texts, long[] present, int rows) {
		long[] mask = RowMask.none(rows);
		MemorySegment bytes = texts.bytes();
		MemorySegment offsets = texts.offsets();
		MemorySegment wanted = MemorySegment.ofArray(this.constant);
		int length = this.constant.length;
		int start = (rows > 0) ? offsets.get(FixedWidthLayout.INT, 0) : 0;
		for (int row = 0; row < rows; row++) {
			int end = offsets.get(FixedWidthLayout.INT, (row + 1L) * Integer.BYTES);
			if (end - start == length && MemorySegment.mismatch(bytes, start, end, wanted, 0, length) < 0) {
				RowMask.set(mask, row);
			}
			start = end;
		}
		return RowMask.and(mask, present);
	}

	private long[] equalOneByOne(ColumnReader.Text texts, long[] present, int rows) {
		long[] mask = RowMask.none(rows);
		for (int row = 0; row < rows; row++) {
			if (RowMask.isSet(present, row) && texts.equalsUtf8(row, this.constant)) {
				RowMask.set(mask, row);
			}
		}
		return mask;
	}

	private long[] ordered(ColumnReader.Text texts, long[] present, int rows) {
		long[] mask = RowMask.none(rows);
		for (int row = 0; row < rows; row++) {
			if (RowMask.isSet(present, row) && this.operator.holds(texts.compareUtf8(row, this.constant))) {
				RowMask.set(mask, row);
			}
		}
		return mask;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TextComparison comparison && this.column.equals(comparison.column)
				&& this.operator == comparison.operator && Arrays.equals(this.constant, comparison.constant);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.constant);
	}

}

package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnReader;
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
		long[] passing = texts.hasWideOffsets() ? oneByOne(texts, present, rows.count())
				: RowMask.and(inPlace(texts, rows.count()), present);
		if (this.operator == Operator.NE) {
			return new Truth(RowMask.andNot(present, passing), passing);
		}
		return new Truth(passing, RowMask.andNot(present, passing));
	}

	private boolean isEquality() {
		return this.operator == Operator.EQ || this.operator == Operator.NE;
	}

	private long[] inPlace(ColumnReader.Text texts, int rows) {
		long[] mask = RowMask.none(rows);
		MemorySegment bytes = texts.bytes();
		MemorySegment offsets = texts.offsets();
		MemorySegment wanted = MemorySegment.ofArray(this.constant);
		boolean equality = isEquality();
		int start = (rows > 0) ? offsets.get(FixedWidthLayout.INT, 0) : 0;
		for (int row = 0; row < rows; row++) {
			int end = offsets.get(FixedWidthLayout.INT, (row + 1L) * Integer.BYTES);
			boolean sameLength = end - start == this.constant.length;
			if ((sameLength || !equality) && passes(order(bytes, start, end, wanted))) {
				RowMask.set(mask, row);
			}
			start = end;
		}
		return mask;
	}

	/**
	 * Tells whether a row passes; for {@code <>} whether it fails.
	 */
	private boolean passes(int order) {
		return (this.operator == Operator.NE) ? order == 0 : this.operator.holds(order);
	}

	private static int order(MemorySegment bytes, int start, int end, MemorySegment wanted) {
		long mismatch = MemorySegment.mismatch(bytes, start, end, wanted, 0, wanted.byteSize());
		if (mismatch >= 0 && mismatch < end - start && mismatch < wanted.byteSize()) {
			return Byte.compareUnsigned(bytes.get(ValueLayout.JAVA_BYTE, start + mismatch),
					wanted.get(ValueLayout.JAVA_BYTE, mismatch));
		}
		return Long.compare(end - start, wanted.byteSize());
	}

	private long[] oneByOne(ColumnReader.Text texts, long[] present, int rows) {
		long[] mask = RowMask.none(rows);
		for (int row = 0; row < rows; row++) {
			if (RowMask.isSet(present, row) && passes(texts.compareUtf8(row, this.constant))) {
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

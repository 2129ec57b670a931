package io.fletch.store.expression.evaluate;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.query.Expression.Operator;

/**
 * Compares the texts of a key in a column of maps with a constant, byte by byte where
 * they lie in memory.
 *
 * @param text the texts
 * @param operator how to compare
 * @param constant the constant in UTF-8
 * @param plain the same condition, for what is not a batch with such a column
 */
record MapTextComparison(MapValue text, Operator operator, byte[] constant, Node plain) implements Node {

	@Override
	public @Nullable Object value(Rows rows, int row) {
		return this.plain.value(rows, row);
	}

	@Override
	public Truth truth(Rows.OfBatch rows, long[] active) {
		ColumnReader.Maps maps = this.text.maps(rows);
		if (maps == null || !(maps.values() instanceof ColumnReader.Text texts)) {
			return this.plain.truth(rows, active);
		}
		long[] isTrue = new long[active.length];
		long[] isFalse = new long[active.length];
		for (int word = 0; word < active.length; word++) {
			for (long bits = active[word]; bits != 0; bits &= bits - 1) {
				int row = (word << 6) + Long.numberOfTrailingZeros(bits);
				int entry = this.text.entry(maps, row);
				if (entry >= 0 && !texts.isNull(entry)) {
					RowMask.set(holds(texts, entry) ? isTrue : isFalse, row);
				}
			}
		}
		return new Truth(isTrue, isFalse);
	}

	private boolean holds(ColumnReader.Text texts, int entry) {
		return switch (this.operator) {
			case EQ -> texts.equalsUtf8(entry, this.constant);
			case NE -> !texts.equalsUtf8(entry, this.constant);
			default -> this.operator.holds(texts.compareUtf8(entry, this.constant));
		};
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof MapTextComparison comparison && this.text.equals(comparison.text)
				&& this.operator == comparison.operator && Arrays.equals(this.constant, comparison.constant)
				&& this.plain.equals(comparison.plain);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.constant);
	}

}

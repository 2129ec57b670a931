package io.fletch.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.mapping.ColumnRoles;

/**
 * A column whose vectors are made anew, and the one with the new ones. A vector of a row
 * without source was given by somebody, and cannot be made: it is taken over if it fits.
 *
 * @param old the position of the column with the old vectors
 * @param made the column with the new ones
 * @param isOfOneType whether an old vector fits the new column
 */
record VectorPair(int old, ColumnRoles.VectorColumn made, boolean isOfOneType) {

	/**
	 * Tells whether a row is still to get its new vector: made, or taken over.
	 */
	boolean isLacking(RowBatch batch, int row) {
		if (isSource(batch, row)) {
			return isNull(batch, row);
		}
		return this.isOfOneType && !isSame(batch.columns().get(this.made.position()).get(row), given(batch, row));
	}

	/**
	 * Tells whether a row has a given vector that does not fit, and no new one.
	 */
	boolean isLost(RowBatch batch, int row) {
		return !this.isOfOneType && isNull(batch, row) && !batch.columns().get(this.old).isNull(row)
				&& !isSource(batch, row);
	}

	boolean isNull(RowBatch batch, int row) {
		return batch.columns().get(this.made.position()).isNull(row);
	}

	@Nullable Object given(RowBatch batch, int row) {
		return batch.columns().get(this.old).get(row);
	}

	/**
	 * Tells whether a row has something of which a vector can be made.
	 */
	boolean isSource(RowBatch batch, int row) {
		return this.made.sources().stream().anyMatch((source) -> isSource(batch.columns().get(source), row));
	}

	/**
	 * Tells the same as {@link ColumnVectors#isSource} without a copy of the value.
	 */
	static boolean isSource(ColumnReader sources, int row) {
		if (sources.isNull(row)) {
			return false;
		}
		return switch (sources) {
			case ColumnReader.Text texts -> isText(texts, row);
			case ColumnReader.Binary bytes -> bytes.values().slice(row).byteSize() > 0;
			default -> ColumnVectors.isSource(sources.value(row));
		};
	}

	private static boolean isText(ColumnReader.Text texts, int row) {
		MemorySegment utf8 = texts.utf8(row);
		for (long i = 0; i < utf8.byteSize(); i++) {
			byte next = utf8.get(ValueLayout.JAVA_BYTE, i);
			if (next < 0) {
				// Not ASCII: which of these are blank, only the text tells.
				return ColumnVectors.isSource(texts.value(row));
			}
			if (!Character.isWhitespace(next)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isSame(@Nullable Object one, @Nullable Object other) {
		if (one instanceof List<?> some && other instanceof List<?> others) {
			boolean same = some.size() == others.size();
			for (int i = 0; same && i < some.size(); i++) {
				same = isSame(some.get(i), others.get(i));
			}
			return same;
		}
		return Objects.deepEquals(one, other);
	}

}

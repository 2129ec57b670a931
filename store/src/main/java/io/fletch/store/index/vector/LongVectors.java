package io.fletch.store.index.vector;

import java.util.BitSet;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.error.CancelledException;
import io.fletch.store.index.IndexRows;

/**
 * Looks for the rows that an index cannot have because they are too long for it.
 */
public final class LongVectors {

	private final VectorSpace space;

	private final float[] vector;

	private LongVectors(VectorSpace space) {
		this.space = space;
		this.vector = new float[space.size()];
	}

	/**
	 * Looks at all rows.
	 * @param rows the rows, of which the first column has vectors, or lists of them
	 * @param space the space of the index
	 * @return the ordinals of the rows of which a vector is too long
	 * @throws CancelledException if the thread is interrupted
	 */
	public static BitSet of(IndexRows rows, VectorSpace space) {
		BitSet found = new BitSet();
		if (!space.isBounded()) {
			return found;
		}
		LongVectors search = new LongVectors(space);
		for (IndexRows.Piece piece : rows.pieces()) {
			CancelledException.throwIfInterrupted();
			int ordinal = piece.firstOrdinal();
			for (int row = piece.live().nextSetBit(0); row >= 0; row = piece.live().nextSetBit(row + 1)) {
				found.set(ordinal, search.isIn(piece.columns().getFirst(), row));
				ordinal++;
			}
		}
		return found;
	}

	private boolean isIn(ColumnReader column, int row) {
		if (column instanceof ColumnReader.Lists lists && !lists.isNull(row)) {
			for (int i = lists.start(row); i < lists.end(row); i++) {
				if (isIn(lists.elements(), i)) {
					return true;
				}
			}
			return false;
		}
		return column instanceof ColumnReader.Vectors vectors && this.space.isTooLong(vectors, row, this.vector);
	}

}

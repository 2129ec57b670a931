package io.fletch.store.index.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexRows;

/**
 * The vectors of rows that have lists of them, as if each was a row: in the order of the
 * rows, those of a row in the order of its list.
 */
final class TokenRows implements IndexRows {

	private final IndexRows rows;

	private final int[] starts;

	TokenRows(IndexRows rows) {
		this.rows = rows;
		this.starts = new int[rows.count() + 1];
		for (Piece piece : rows.pieces()) {
			int ordinal = piece.firstOrdinal();
			for (int row = piece.live().nextSetBit(0); row >= 0; row = piece.live().nextSetBit(row + 1)) {
				long end = (long) this.starts[ordinal] + length(piece, row);
				if (end > Integer.MAX_VALUE - 8) {
					throw new InvalidInputException("The rows have more than " + (Integer.MAX_VALUE - 8)
							+ " vectors, which no index takes at once; create it when there are fewer, and let "
							+ "optimize() add the others");
				}
				this.starts[++ordinal] = (int) end;
			}
		}
	}

	private static int length(Piece piece, int row) {
		return (piece.columns().getFirst() instanceof ColumnReader.Lists lists && !lists.isNull(row))
				? lists.end(row) - lists.start(row) : 0;
	}

	/**
	 * Returns the ordinal of the first vector of each row, and behind the last row their
	 * number.
	 */
	int[] starts() {
		return this.starts;
	}

	@Override
	public int count() {
		return this.starts[this.starts.length - 1];
	}

	@Override
	public Iterable<Piece> pieces() {
		return () -> {
			Iterator<Piece> pieces = this.rows.pieces().iterator();
			return new Iterator<>() {

				@Override
				public boolean hasNext() {
					return pieces.hasNext();
				}

				@Override
				public Piece next() {
					return tokens(pieces.next());
				}

			};
		};
	}

	private Piece tokens(Piece piece) {
		BitSet live = new BitSet();
		int first = this.starts[piece.firstOrdinal()];
		if (piece.columns().getFirst() instanceof ColumnReader.Lists lists) {
			for (int row = piece.live().nextSetBit(0); row >= 0; row = piece.live().nextSetBit(row + 1)) {
				if (!lists.isNull(row)) {
					live.set(lists.start(row), lists.end(row));
				}
			}
			return new Piece(List.of(lists.elements()), live, first);
		}
		return new Piece(new ArrayList<>(piece.columns()), live, first);
	}

	/**
	 * Returns the row of a vector.
	 */
	static int row(int[] starts, int token) {
		int row = Arrays.binarySearch(starts, token);
		if (row < 0) {
			return -row - 2;
		}
		while (row + 1 < starts.length && starts[row + 1] == token) {
			row++;
		}
		return row;
	}

}

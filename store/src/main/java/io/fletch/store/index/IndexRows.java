package io.fletch.store.index;

import java.util.BitSet;
import java.util.List;

import io.fletch.store.data.column.ColumnReader;

/**
 * The rows that a segment of an index covers: those that were there when it was built, in
 * the order of their row ids. The ordinal of a row is its place among them, from 0.
 */
public interface IndexRows {

	/**
	 * Returns the number of rows.
	 * @return the number, at most {@link Integer#MAX_VALUE}
	 */
	int count();

	/**
	 * Returns the rows batch by batch. May be asked for as often as needed; each time the
	 * same rows come in the same order.
	 * @return the batches; reading one that cannot be read throws
	 * {@link java.io.UncheckedIOException}
	 */
	Iterable<Piece> pieces();

	/**
	 * Rows of one batch.
	 *
	 * @param columns the indexed columns, in the order of the index
	 * @param live the positions in the batch of the rows that count
	 * @param firstOrdinal the ordinal of the first of them; the others follow
	 */
	record Piece(List<ColumnReader> columns, BitSet live, int firstOrdinal) {
	}

}

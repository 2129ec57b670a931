package io.fletch.store.index.vector;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.error.CancelledException;
import io.fletch.store.index.IndexRows;

/**
 * Reads the vectors of the rows of an index one after the other, as often as needed.
 */
final class VectorStream {

	private final IndexRows rows;

	private final VectorSpace space;

	private final BuildProgress progress;

	private final int passes;

	private long done;

	VectorStream(IndexRows rows, VectorSpace space, BuildProgress progress, int passes) {
		this.rows = rows;
		this.space = space;
		this.progress = progress;
		this.passes = passes;
	}

	/**
	 * Shows every vector that can be found; the array is used again for the next.
	 */
	<E extends Exception> void forEach(Visitor<E> visitor) throws E {
		float[] vector = new float[this.space.size()];
		for (IndexRows.Piece piece : this.rows.pieces()) {
			CancelledException.throwIfInterrupted();
			int ordinal = piece.firstOrdinal();
			if (piece.columns().getFirst() instanceof ColumnReader.Vectors vectors) {
				for (int row = piece.live().nextSetBit(0); row >= 0; row = piece.live().nextSetBit(row + 1)) {
					if (this.space.read(vectors, row, vector)) {
						visitor.visit(ordinal, vector);
					}
					ordinal++;
				}
			}
			advance(piece.live().cardinality());
		}
	}

	private void advance(int count) {
		this.done += count;
		this.progress.advanced(this.done, Math.max(this.done, (long) this.passes * this.rows.count()));
	}

	/**
	 * Sees a vector.
	 *
	 * @param <E> how that may fail
	 */
	@FunctionalInterface
	interface Visitor<E extends Exception> {

		void visit(int ordinal, float[] vector) throws E;

	}

}

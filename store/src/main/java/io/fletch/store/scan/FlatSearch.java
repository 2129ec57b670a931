package io.fletch.store.scan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntToLongFunction;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.index.vector.LateInteraction;
import io.fletch.store.index.vector.VectorSpace;
import io.fletch.store.query.Candidate;

/**
 * Exact nearest-neighbour search: scans vectors where they lie in memory and keeps the
 * best.
 */
final class FlatSearch {

	private static final int BLOCK = 2048;

	private final VectorQuery query;

	private final int limit;

	/** The distance above which nothing is wanted. */
	private double worst;

	/** What compares rows of several vectors, once one was met. */
	private @Nullable LateInteraction several;

	private final PriorityQueue<Candidate> best = new PriorityQueue<>(Comparator.reverseOrder());

	/**
	 * Looks for vectors.
	 * @param query what to look for
	 */
	FlatSearch(VectorQuery query) {
		this.query = query;
		this.limit = query.limit();
		this.worst = (this.limit > 0) ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
	}

	/**
	 * Compares with the rows of a batch.
	 * @param column their vectors; if it has none, nothing is found
	 */
	void scan(ColumnReader column, Rows rows) {
		if (column instanceof ColumnReader.Vectors vectors) {
			scan(vectors, rows);
		}
		else if (column instanceof ColumnReader.Lists lists) {
			scan(lists, rows);
		}
	}

	private void scan(ColumnReader.Vectors vectors, Rows rows) {
		boolean isInPlace = VectorSpace.isInPlace(this.query.vector(), vectors);
		if (isInPlace && rows.selected() == null) {
			scanAll(vectors, rows);
			return;
		}
		long length = length(vectors);
		for (int row = rows.next(0); row < rows.count(); row = rows.next(row + 1)) {
			considerGuessed(isInPlace ? this.query.vector().distance(vectors.data(), row * length) : Double.NaN,
					vectors, rows, row);
		}
	}

	private static long length(ColumnReader.Vectors vectors) {
		return (long) vectors.dimensions() * vectors.elements().type().width();
	}

	private void scanAll(ColumnReader.Vectors vectors, Rows rows) {
		double[] distances = new double[BLOCK];
		QueryVector compared = this.query.vector();
		long length = length(vectors);
		for (int first = 0; first < rows.count(); first += BLOCK) {
			int count = Math.min(BLOCK, rows.count() - first);
			compared.distances(vectors.data(), first * length, count, distances);
			double bound = this.worst;
			for (int i = 0; i < count; i++) {
				if (!(distances[i] > bound) || !compared.isExact(distances[i])) {
					considerGuessed(distances[i], vectors, rows, first + i);
					bound = this.worst;
				}
			}
		}
	}

	/**
	 * Considers a row whose distance may lack precision, or is not a number yet.
	 */
	private void considerGuessed(double distance, ColumnReader.Vectors vectors, Rows rows, int row) {
		if (!(distance > this.worst) || !this.query.vector().isExact(distance)) {
			consider(VectorSpace.distance(this.query.vector(), vectors, row), rows, row);
		}
	}

	private void scan(ColumnReader.Lists lists, Rows rows) {
		LateInteraction compared = several();
		for (int row = rows.next(0); row < rows.count(); row = rows.next(row + 1)) {
			consider(compared.distance(lists, row), rows, row);
		}
	}

	/**
	 * Returns what compares rows of several vectors.
	 */
	LateInteraction several() {
		LateInteraction made = this.several;
		if (made == null) {
			made = new LateInteraction(this.query.vectors());
			this.several = made;
		}
		return made;
	}

	private void consider(double distance, Rows rows, int row) {
		if (this.query.range().contains(distance) && distance <= this.worst) {
			offer(new Candidate(rows.rowIds().applyAsLong(rows.start() + row), -distance));
		}
	}

	/**
	 * Adds a row that was found elsewhere.
	 */
	void offer(Candidate candidate) {
		this.best.add(candidate);
		if (this.best.size() > this.limit) {
			this.best.poll();
		}
		if (this.best.size() == this.limit && this.limit > 0) {
			this.worst = -this.best.element().score();
		}
	}

	List<Candidate> nearestFirst() {
		List<Candidate> found = new ArrayList<>(this.best);
		found.sort(Comparator.naturalOrder());
		return found;
	}

	/**
	 * The rows of one batch.
	 *
	 * @param rowIds the ids of the rows of its fragment by position
	 * @param start the position in the fragment of the first row of the batch
	 * @param count the number of rows of the batch
	 * @param selected the selected positions of the fragment, or {@code null} for all
	 */
	record Rows(IntToLongFunction rowIds, int start, int count, @Nullable BitSet selected) {

		/**
		 * Returns the first selected row from one on, or the number of rows.
		 */
		int next(int from) {
			if (this.selected == null) {
				return from;
			}
			int next = this.selected.nextSetBit(this.start + from) - this.start;
			return (next >= 0) ? Math.min(next, this.count) : this.count;
		}

	}

}

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
import io.fletch.store.index.vector.VectorSpace;
import io.fletch.store.query.Candidate;

/**
 * Exact nearest-neighbour search: scans vectors where they lie in memory and keeps the
 * best.
 */
final class FlatSearch {

	private static final Comparator<Candidate> WORST_FIRST = Comparator.comparingDouble(Candidate::score)
		.thenComparing(Comparator.comparingLong(Candidate::rowId).reversed());

	private final QueryVector query;

	private final VectorQuery.Range range;

	private final int limit;

	private final PriorityQueue<Candidate> best = new PriorityQueue<>(WORST_FIRST);

	/**
	 * Looks for vectors.
	 * @param query the vector to compare with
	 * @param limit how many to keep
	 * @param range the distances to find
	 */
	FlatSearch(QueryVector query, int limit, VectorQuery.Range range) {
		this.query = query;
		this.limit = limit;
		this.range = range;
	}

	void scan(ColumnReader.Vectors vectors, Rows rows) {
		BitSet selected = rows.selected();
		for (int row = 0; row < rows.count(); row++) {
			if (selected != null) {
				row = selected.nextSetBit(rows.start() + row) - rows.start();
				if (row < 0 || row >= rows.count()) {
					return;
				}
			}
			double distance = VectorSpace.distance(this.query, vectors, row);
			if (this.range.contains(distance) && !isWorse(distance)) {
				offer(new Candidate(rows.rowIds().applyAsLong(rows.start() + row), -distance));
			}
		}
	}

	private boolean isWorse(double distance) {
		Candidate worst = (this.best.size() == this.limit) ? this.best.peek() : null;
		return this.limit == 0 || worst != null && -distance < worst.score();
	}

	/**
	 * Adds a row that was found elsewhere.
	 */
	void offer(Candidate candidate) {
		this.best.add(candidate);
		if (this.best.size() > this.limit) {
			this.best.poll();
		}
	}

	List<Candidate> nearestFirst() {
		List<Candidate> found = new ArrayList<>(this.best);
		found.sort(WORST_FIRST.reversed());
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
	}

}

package io.fletch.store.index.vector;

import java.util.List;

/**
 * Guesses which rows are nearest to a query of several vectors from the vectors that are
 * nearest to each of them. A row of which none was found for a vector of the query is
 * taken to have one as far as the last that was found.
 */
final class RowEstimates {

	private final int[] starts;

	/** How much nearer a row is than one of which nothing was found. */
	private final double[] gains;

	/** For which vector of the query a row was found last. */
	private final int[] seen;

	private int vectors;

	private int rows;

	RowEstimates(int[] starts) {
		this.starts = starts;
		this.gains = new double[starts.length];
		this.seen = new int[starts.length];
	}

	/**
	 * Adds what was found for one vector of the query.
	 * @param nearest the nearest vectors, nearest first
	 */
	void add(List<Neighbour> nearest) {
		this.vectors++;
		double farthest = nearest.isEmpty() ? 0 : nearest.getLast().distance();
		for (Neighbour vector : nearest) {
			int row = TokenRows.row(this.starts, vector.ordinal());
			if (this.seen[row] != this.vectors) {
				this.rows += (this.seen[row] == 0) ? 1 : 0;
				this.seen[row] = this.vectors;
				this.gains[row] += farthest - vector.distance();
			}
		}
	}

	/**
	 * Returns of how many rows a vector was found.
	 */
	int rows() {
		return this.rows;
	}

	/**
	 * Returns the rows that are probably nearest, in rising order.
	 */
	int[] best(int count) {
		NearestQueue best = new NearestQueue(Math.min(count, this.rows));
		for (int row = 0; row < this.seen.length; row++) {
			if (this.seen[row] > 0) {
				best.offer(row, -this.gains[row]);
			}
		}
		return best.risingOrdinals();
	}

}

package io.fletch.store.index.vector;

import java.util.Arrays;

import io.fletch.store.query.Distance;

/**
 * The partitions of an index by how promising they are for a query, sorted little further
 * than they are asked for.
 */
final class Probes {

	/**
	 * Squared distances up to this many times that of the nearest are near. Where vectors
	 * form clusters few partitions are; where they do not, many.
	 */
	private static final float NEAR = 1.5F;

	private static final int FIRST = 32;

	private final float[] keys;

	/**
	 * Keys in the upper halves, in an order of whole numbers, partitions in the lower.
	 */
	private final long[] order;

	private final float near;

	private int taken;

	private int sorted;

	Probes(Centroids centroids, float[] query, Distance distance) {
		this.keys = centroids.scratch();
		if (distance == Distance.DOT) {
			centroids.negatedProducts(query, 0, this.keys);
		}
		else {
			centroids.distances(query, 0, this.keys);
		}
		this.order = new long[centroids.count()];
		for (int i = 0; i < this.order.length; i++) {
			this.order[i] = Candidates.key(i, this.keys[i]);
		}
		sortMore();
		this.near = near(query, distance);
	}

	private float near(float[] query, Distance distance) {
		if (this.order.length == 0 || distance == Distance.DOT) {
			return Float.NEGATIVE_INFINITY;
		}
		float squares = 0;
		for (float value : query) {
			squares = Math.fma(value, value, squares);
		}
		return NEAR * (this.keys[(int) this.order[0]] + squares) - squares;
	}

	/**
	 * Sorts as many as were sorted before, or the first few.
	 */
	private void sortMore() {
		int end = Math.min(this.order.length, Math.max(FIRST, 2 * this.sorted));
		if (end < this.order.length) {
			Candidates.select(this.order, this.sorted, this.order.length, end);
		}
		Arrays.sort(this.order, this.sorted, end);
		this.sorted = end;
	}

	/**
	 * Tells whether there is another that is nearly as near as the first.
	 */
	boolean hasNear() {
		return this.taken < this.order.length && this.keys[(int) this.order[this.taken]] <= this.near;
	}

	/**
	 * Returns how far the query is from the centre of a partition: the squared distance
	 * less the squares of the query, or the negated product.
	 */
	float key(int partition) {
		return this.keys[partition];
	}

	/**
	 * Returns the most promising of those that were not returned before.
	 */
	int next() {
		int next = (int) this.order[this.taken++];
		if (this.taken == this.sorted && this.sorted < this.order.length) {
			sortMore();
		}
		return next;
	}

}

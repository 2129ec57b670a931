package io.fletch.store.index.vector;

import io.fletch.store.query.Distance;

/**
 * The partitions of an index by how promising they are for a query, sorted no further
 * than they are asked for.
 */
final class Probes {

	/**
	 * Squared distances up to this many times that of the nearest are near. Where vectors
	 * form clusters few partitions are; where they do not, many.
	 */
	private static final float NEAR = 1.5F;

	private final float[] keys;

	private final int[] heap;

	private final float near;

	private int size;

	Probes(Centroids centroids, float[] query, Distance distance) {
		this.keys = centroids.scratch();
		if (distance == Distance.DOT) {
			centroids.negatedProducts(query, 0, this.keys);
		}
		else {
			centroids.distances(query, 0, this.keys);
		}
		this.size = centroids.count();
		this.heap = new int[this.size];
		for (int i = 0; i < this.size; i++) {
			this.heap[i] = i;
		}
		for (int i = this.size / 2 - 1; i >= 0; i--) {
			sink(i);
		}
		this.near = near(query, distance);
	}

	private float near(float[] query, Distance distance) {
		if (this.size == 0 || distance == Distance.DOT) {
			return Float.NEGATIVE_INFINITY;
		}
		float squares = 0;
		for (float value : query) {
			squares = Math.fma(value, value, squares);
		}
		return NEAR * (this.keys[this.heap[0]] + squares) - squares;
	}

	/**
	 * Tells whether there is another that is nearly as near as the first.
	 */
	boolean hasNear() {
		return this.size > 0 && this.keys[this.heap[0]] <= this.near;
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
		int first = this.heap[0];
		this.heap[0] = this.heap[--this.size];
		sink(0);
		return first;
	}

	private void sink(int from) {
		int at = from;
		int moved = this.heap[at];
		for (int child = 2 * at + 1; child < this.size; child = 2 * at + 1) {
			if (child + 1 < this.size && this.keys[this.heap[child + 1]] < this.keys[this.heap[child]]) {
				child++;
			}
			if (this.keys[this.heap[child]] >= this.keys[moved]) {
				break;
			}
			this.heap[at] = this.heap[child];
			at = child;
		}
		this.heap[at] = moved;
	}

}

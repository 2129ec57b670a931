package io.fletch.store.index.vector;

import java.util.Arrays;

/**
 * Nodes of a graph, the one with the least score first. Score and number of a node are
 * one long, whose order is that of the scores.
 */
final class NodeHeap {

	private long[] keys = new long[256];

	private int size;

	boolean isEmpty() {
		return this.size == 0;
	}

	void add(int node, float score) {
		if (this.size == this.keys.length) {
			this.keys = Arrays.copyOf(this.keys, 2 * this.size);
		}
		long key = key(score, node);
		int at = this.size++;
		while (at > 0) {
			int parent = (at - 1) >>> 1;
			if (this.keys[parent] <= key) {
				break;
			}
			this.keys[at] = this.keys[parent];
			at = parent;
		}
		this.keys[at] = key;
	}

	private static long key(float score, int node) {
		int bits = Float.floatToIntBits(score);
		return (long) (bits ^ (bits >> 31 & Integer.MAX_VALUE)) << Integer.SIZE | node;
	}

	int firstNode() {
		return (int) this.keys[0];
	}

	float firstScore() {
		int bits = (int) (this.keys[0] >> Integer.SIZE);
		return Float.intBitsToFloat(bits ^ (bits >> 31 & Integer.MAX_VALUE));
	}

	void removeFirst() {
		long moved = this.keys[--this.size];
		int at = 0;
		for (int child = 1; child < this.size; child = 2 * at + 1) {
			if (child + 1 < this.size && this.keys[child + 1] < this.keys[child]) {
				child++;
			}
			if (this.keys[child] >= moved) {
				break;
			}
			this.keys[at] = this.keys[child];
			at = child;
		}
		this.keys[at] = moved;
	}

}

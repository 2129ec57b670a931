package io.fletch.store.index.vector;

import java.util.Arrays;
import java.util.Comparator;

import io.fletch.store.error.CancelledException;

/**
 * Which vectors are equal. Only the first of each is given to the builder of a graph:
 * more equal vectors than a node has neighbours would be the only neighbours of each
 * other, and a search that came to them would not find out again. The others are a chain
 * behind the first.
 */
final class EqualVectors {

	private static final int BATCH = 4096;

	private final int[] distinct;

	private final int[] places;

	private final int[] next;

	private EqualVectors(int[] distinct, int[] places, int[] next) {
		this.distinct = distinct;
		this.places = places;
		this.next = next;
	}

	static EqualVectors of(SpilledVectors vectors) {
		int[] first = new int[vectors.count()];
		int[] next = new int[vectors.count()];
		Arrays.setAll(first, (node) -> node);
		Arrays.fill(next, -1);
		long[] hashes = sortedHashes(vectors);
		for (int from = 0, to; from < hashes.length; from = to) {
			to = from + 1;
			while (to < hashes.length && hashes[to] >> Integer.SIZE == hashes[from] >> Integer.SIZE) {
				to++;
			}
			if (to - from > 1) {
				chain(vectors, sorted(vectors, hashes, from, to), first, next);
			}
		}
		return numbered(first, next);
	}

	/**
	 * Returns the hash of each vector above its number, rising.
	 */
	private static long[] sortedHashes(SpilledVectors vectors) {
		long[] hashes = new long[vectors.count()];
		for (int node = 0; node < hashes.length; node++) {
			if (node % BATCH == 0) {
				CancelledException.throwIfInterrupted();
			}
			hashes[node] = (long) Arrays.hashCode(vectors.whole(node)) << Integer.SIZE | node;
		}
		Arrays.sort(hashes);
		return hashes;
	}

	/**
	 * Brings equal vectors together, those of a lower number first.
	 */
	private static Integer[] sorted(SpilledVectors vectors, long[] hashes, int from, int to) {
		CancelledException.throwIfInterrupted();
		Integer[] nodes = new Integer[to - from];
		Arrays.setAll(nodes, (i) -> (int) hashes[from + i]);
		Comparator<Integer> byContent = (left, right) -> Arrays.compare(vectors.whole(left), vectors.whole(right));
		Arrays.sort(nodes, byContent.thenComparing(Comparator.naturalOrder()));
		return nodes;
	}

	private static void chain(SpilledVectors vectors, Integer[] nodes, int[] first, int[] next) {
		for (int i = 1; i < nodes.length; i++) {
			if (Arrays.equals(vectors.whole(nodes[i - 1]), vectors.whole(nodes[i]))) {
				first[nodes[i]] = first[nodes[i - 1]];
				next[nodes[i - 1]] = nodes[i];
			}
		}
	}

	private static EqualVectors numbered(int[] first, int[] next) {
		int[] distinct = new int[first.length];
		int[] places = new int[first.length];
		int count = 0;
		for (int node = 0; node < first.length; node++) {
			if (first[node] == node) {
				distinct[count] = node;
				places[node] = count++;
			}
			else {
				places[node] = places[first[node]];
			}
		}
		return new EqualVectors(Arrays.copyOf(distinct, count), places, next);
	}

	/**
	 * Returns the first vector of each value, rising.
	 */
	int[] distinct() {
		return this.distinct;
	}

	/**
	 * Returns the place of the vector's value in {@link #distinct()}.
	 */
	int place(int node) {
		return this.places[node];
	}

	/**
	 * Returns the first of the vectors that are equal to a vector.
	 */
	int first(int node) {
		return this.distinct[this.places[node]];
	}

	/**
	 * Returns the next equal vector, or -1 after the last.
	 */
	int next(int node) {
		return this.next[node];
	}

}

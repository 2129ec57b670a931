package io.fletch.store.index.vector;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.IntPredicate;

import io.fletch.store.error.CancelledException;

/**
 * A graph of neighbours, as it lies in its file. Few nodes are in its upper levels, where
 * neighbours are far from each other; all are in the lowest.
 */
final class HnswGraph {

	private final HnswHeader.Graph shape;

	private final int degree;

	private final MemorySegment neighbours;

	private final int[][] members;

	private final int[][] upper;

	private HnswGraph(SectionReader sections, HnswHeader header, int first) {
		this.shape = header.graph();
		this.degree = header.degree();
		this.neighbours = sections.section(first, (long) this.shape.nodes() * this.degree * Integer.BYTES);
		this.members = new int[this.shape.top()][];
		this.upper = new int[this.shape.top()][];
		requireNodes(sections, Numbers.ints(this.neighbours));
		for (int i = 0; i < this.members.length; i++) {
			this.members[i] = Numbers.ints(sections.file().section(first + 1 + 2 * i));
			this.upper[i] = sections.ints(first + 2 + 2 * i, (long) this.members[i].length * this.degree);
			requireNodes(sections, this.members[i]);
			requireNodes(sections, this.upper[i]);
		}
	}

	static HnswGraph read(SectionReader sections, HnswHeader header, int first) {
		return new HnswGraph(sections, header, first);
	}

	private void requireNodes(SectionReader sections, int[] nodes) {
		for (int node : nodes) {
			sections.require(node >= -1 && node < this.shape.nodes(),
					"it has node " + node + " of " + this.shape.nodes() + " nodes");
		}
	}

	/**
	 * Walks to the nodes of the least scores.
	 * @param scores gives the score of a node
	 * @param accepted tells which nodes may be found
	 * @param found receives the nodes
	 */
	void walk(Scores scores, IntPredicate accepted, NearestQueue found) {
		if (this.shape.nodes() == 0) {
			return;
		}
		int entry = descend(scores);
		long[] visited = new long[(this.shape.nodes() + Long.SIZE - 1) / Long.SIZE];
		NodeHeap ahead = new NodeHeap();
		visit(entry, visited);
		Sight sight = new Sight(ahead, found, accepted);
		sight.see(entry, scores.of(entry));
		int[] around = new int[this.degree];
		while (!ahead.isEmpty() && ahead.firstScore() <= found.bound()) {
			CancelledException.throwIfInterrupted();
			int node = ahead.firstNode();
			ahead.removeFirst();
			int count = unvisited(node, visited, around);
			for (int i = 0; i < count; i++) {
				float score = scores.of(around[i]);
				if (score <= found.bound()) {
					sight.see(around[i], score);
				}
			}
		}
	}

	private int unvisited(int node, long[] visited, int[] around) {
		int count = 0;
		long at = (long) node * this.degree * Integer.BYTES;
		for (int i = 0; i < this.degree; i++, at += Integer.BYTES) {
			int neighbour = this.neighbours.get(Numbers.INT, at);
			if (neighbour < 0) {
				break;
			}
			if (visit(neighbour, visited)) {
				around[count++] = neighbour;
			}
		}
		return count;
	}

	private static boolean visit(int node, long[] visited) {
		long bit = 1L << node;
		if ((visited[node >> 6] & bit) != 0) {
			return false;
		}
		visited[node >> 6] |= bit;
		return true;
	}

	/**
	 * Goes from level to level to the node of the least score.
	 */
	private int descend(Scores scores) {
		int nearest = this.shape.entry();
		float least = scores.of(nearest);
		for (int level = this.upper.length - 1; level >= 0; level--) {
			boolean isBetter = true;
			while (isBetter) {
				isBetter = false;
				int at = Arrays.binarySearch(this.members[level], nearest) * this.degree;
				for (int i = at; at >= 0 && i < at + this.degree && this.upper[level][i] >= 0; i++) {
					float score = scores.of(this.upper[level][i]);
					if (score < least) {
						least = score;
						nearest = this.upper[level][i];
						isBetter = true;
					}
				}
			}
		}
		return nearest;
	}

	/**
	 * Gives the scores of nodes.
	 */
	@FunctionalInterface
	interface Scores {

		float of(int node);

	}

	/**
	 * What a walk goes to next, and what it found.
	 */
	private record Sight(NodeHeap ahead, NearestQueue found, IntPredicate accepted) {

		void see(int node, float score) {
			boolean isKnown = !Float.isNaN(score);
			this.ahead.add(node, isKnown ? score : Float.POSITIVE_INFINITY);
			if (isKnown && this.accepted.test(node)) {
				this.found.offer(node, score);
			}
		}

	}

}

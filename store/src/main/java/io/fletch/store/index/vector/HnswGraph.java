package io.fletch.store.index.vector;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
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

	private final List<Level> levels;

	private HnswGraph(HnswHeader header, MemorySegment neighbours, List<Level> levels) {
		this.shape = header.graph();
		this.degree = header.degree();
		this.neighbours = neighbours;
		this.levels = levels;
	}

	/**
	 * Reads a graph.
	 * @param sections the file
	 * @param header what it says of the graph
	 * @param first the first section of the graph
	 */
	static HnswGraph read(SectionReader sections, HnswHeader header, int first) {
		int nodes = header.graph().nodes();
		long length = (long) header.degree() * Integer.BYTES;
		MemorySegment neighbours = sections.section(first, nodes * length);
		sections.requireAll(neighbours, -1, nodes, "node");
		List<Level> levels = new ArrayList<>();
		for (int i = 0; i < header.graph().top(); i++) {
			MemorySegment members = sections.file().section(first + 1 + 2 * i);
			long count = members.byteSize() / Integer.BYTES;
			sections.require(members.byteSize() % Integer.BYTES == 0 && count <= nodes,
					"level " + (i + 1) + " has " + count + " of " + nodes + " nodes");
			MemorySegment around = sections.section(first + 2 + 2 * i, count * length);
			sections.requireAll(members, 0, nodes, "node");
			sections.requireAll(around, -1, nodes, "node");
			levels.add(new Level(members, (int) count, around));
		}
		return new HnswGraph(header, neighbours, List.copyOf(levels));
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
		long[] visited = new long[(this.shape.nodes() - 1) / Long.SIZE + 1];
		NodeHeap ahead = new NodeHeap();
		visit(entry, visited);
		Sight sight = new Sight(ahead, found, accepted);
		sight.see(entry, scores.of(entry));
		int[] around = new int[this.degree];
		while (!ahead.isEmpty() && ahead.firstScore() <= found.bound()) {
			CancelledException.throwIfInterrupted();
			int node = ahead.firstNode();
			boolean isAtBound = ahead.firstScore() == found.bound();
			ahead.removeFirst();
			if (isAtBound && leadsToEqualsAlone(node)) {
				continue;
			}
			int count = unvisited(node, visited, around);
			for (int i = 0; i < count; i++) {
				float score = scores.of(around[i]);
				if (score <= found.bound()) {
					sight.see(around[i], score);
				}
			}
		}
	}

	/**
	 * Says whether a node is one of many equal ones, behind the first two: what follows
	 * it is as near, and has a higher number.
	 */
	private boolean leadsToEqualsAlone(int node) {
		long at = (long) node * this.degree * Integer.BYTES;
		return this.degree > 1 && this.neighbours.get(Numbers.INT, at) > node
				&& this.neighbours.get(Numbers.INT, at + Integer.BYTES) < 0;
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
		for (Level level : this.levels.reversed()) {
			long at = level.find(nearest);
			while (at >= 0) {
				int before = nearest;
				long from = at * this.degree;
				for (long i = from; i < from + this.degree && level.neighbour(i) >= 0; i++) {
					float score = scores.of(level.neighbour(i));
					if (score < least) {
						least = score;
						nearest = level.neighbour(i);
					}
				}
				at = (nearest != before) ? level.find(nearest) : -1;
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

	/**
	 * A level above the lowest.
	 *
	 * @param members its nodes, rising
	 * @param count how many they are
	 * @param neighbours the neighbours of each
	 */
	private record Level(MemorySegment members, int count, MemorySegment neighbours) {

		/**
		 * Returns the place of a node, or -1 if the level does not have it.
		 */
		int find(int node) {
			int low = 0;
			int high = this.count - 1;
			while (low <= high) {
				int middle = (low + high) >>> 1;
				int member = this.members.get(Numbers.INT, (long) middle * Integer.BYTES);
				if (member == node) {
					return middle;
				}
				if (member < node) {
					low = middle + 1;
				}
				else {
					high = middle - 1;
				}
			}
			return -1;
		}

		int neighbour(long place) {
			return this.neighbours.get(Numbers.INT, place * Integer.BYTES);
		}

	}

}

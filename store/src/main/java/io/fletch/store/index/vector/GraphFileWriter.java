package io.fletch.store.index.vector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.PrimitiveIterator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.NodesIterator;

import io.fletch.store.error.CancelledException;
import io.fletch.store.index.IndexFileWriter;

/**
 * Writes a graph and the codes of its vectors. The bytes are described in
 * {@code docs/format.md}.
 */
final class GraphFileWriter {

	private static final int BATCH = 4096;

	private final IndexFileWriter target;

	private final HnswSpec spec;

	private final VectorCodes codes;

	GraphFileWriter(IndexFileWriter target, HnswSpec spec, VectorCodes codes) {
		this.target = target;
		this.spec = spec;
		this.codes = codes;
	}

	void write(SpilledVectors vectors, EqualVectors equal, ImmutableGraphIndex graph, int rowCount) throws IOException {
		int nodes = vectors.count();
		int top = (nodes > 0) ? graph.getMaxLevel() : 0;
		int entry = (nodes > 0) ? equal.distinct()[graph.getView().entryNode().node] : -1;
		HnswHeader header = HnswHeader.of(this.spec, this.codes, rowCount, new HnswHeader.Graph(nodes, top, entry));
		header.write(this.target);
		section(vectors.ordinals());
		this.codes.write(this.target);
		this.target.endSection();
		writeCodes(vectors);
		ImmutableGraphIndex.View view = graph.getView();
		writeNeighbours(nodes, (node) -> lowest(view, equal, node));
		for (int i = 1; i <= top; i++) {
			int level = i;
			int[] members = members(graph, level);
			section(Arrays.stream(members).map((member) -> equal.distinct()[member]).toArray());
			writeNeighbours(members.length, (member) -> around(view, level, members[member], equal));
		}
	}

	/**
	 * The first of equal vectors leads to the second and to those around it, of which the
	 * second takes the one that then finds no place. Each other leads to the next alone.
	 */
	private IntStream lowest(ImmutableGraphIndex.View view, EqualVectors equal, int node) {
		int first = equal.first(node);
		int next = equal.next(node);
		IntStream following = (next < 0) ? IntStream.empty() : IntStream.of(next);
		if (node == first) {
			return IntStream.concat(following, around(view, 0, equal.place(node), equal));
		}
		return (equal.next(first) != node) ? following
				: IntStream.concat(following, around(view, 0, equal.place(node), equal).skip(this.spec.degree() - 1L));
	}

	private static IntStream around(ImmutableGraphIndex.View view, int level, int member, EqualVectors equal) {
		NodesIterator found = view.getNeighborsIterator(level, member);
		int[] around = new int[found.size()];
		Arrays.setAll(around, (i) -> equal.distinct()[found.nextInt()]);
		return Arrays.stream(around);
	}

	private void section(int[] numbers) throws IOException {
		Numbers.write(this.target, numbers);
		this.target.endSection();
	}

	private void writeCodes(SpilledVectors vectors) throws IOException {
		float[] terms = new float[vectors.count()];
		byte[] code = new byte[this.codes.bytes()];
		for (int node = 0; node < terms.length; node++) {
			if (node % BATCH == 0) {
				CancelledException.throwIfInterrupted();
			}
			terms[node] = this.codes.encode(vectors.vector(node), code);
			this.target.write(MemorySegment.ofArray(code));
		}
		this.target.endSection();
		Numbers.write(this.target, terms);
		this.target.endSection();
	}

	private static int[] members(ImmutableGraphIndex graph, int level) {
		int[] members = new int[graph.size(level)];
		PrimitiveIterator.OfInt nodes = graph.getNodes(level);
		for (int i = 0; i < members.length; i++) {
			members[i] = nodes.nextInt();
		}
		Arrays.sort(members);
		return members;
	}

	private void writeNeighbours(int count, IntFunction<IntStream> neighbours) throws IOException {
		int degree = this.spec.degree();
		for (int from = 0; from < count; from += BATCH) {
			CancelledException.throwIfInterrupted();
			int to = Math.min(from + BATCH, count);
			int[] batch = new int[(to - from) * degree];
			Arrays.fill(batch, -1);
			for (int i = from; i < to; i++) {
				int[] some = neighbours.apply(i).limit(degree).toArray();
				System.arraycopy(some, 0, batch, (i - from) * degree, some.length);
			}
			this.target.write(Numbers.bytes(batch));
		}
		this.target.endSection();
	}

}

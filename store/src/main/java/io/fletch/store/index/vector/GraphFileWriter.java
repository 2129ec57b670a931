package io.fletch.store.index.vector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.PrimitiveIterator;

import io.github.jbellis.jvector.graph.ImmutableGraphIndex;

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

	void write(SpilledVectors vectors, ImmutableGraphIndex graph, int rowCount) throws IOException {
		int nodes = vectors.count();
		int top = (nodes > 0) ? graph.getMaxLevel() : 0;
		int entry = (nodes > 0) ? graph.getView().entryNode().node : -1;
		HnswHeader header = HnswHeader.of(this.spec, this.codes, rowCount, new HnswHeader.Graph(nodes, top, entry));
		header.write(this.target);
		section(vectors.ordinals());
		this.codes.write(this.target);
		this.target.endSection();
		writeCodes(vectors);
		int[] all = new int[nodes];
		Arrays.setAll(all, (node) -> node);
		writeNeighbours(graph, 0, all);
		for (int level = 1; level <= top; level++) {
			int[] members = members(graph, level);
			section(members);
			writeNeighbours(graph, level, members);
		}
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

	private void writeNeighbours(ImmutableGraphIndex graph, int level, int[] members) throws IOException {
		int degree = this.spec.degree();
		ImmutableGraphIndex.View view = graph.getView();
		for (int from = 0; from < members.length; from += BATCH) {
			CancelledException.throwIfInterrupted();
			int to = Math.min(from + BATCH, members.length);
			int[] neighbours = new int[(to - from) * degree];
			Arrays.fill(neighbours, -1);
			for (int i = from; i < to; i++) {
				PrimitiveIterator.OfInt found = view.getNeighborsIterator(level, members[i]);
				for (int at = (i - from) * degree; found.hasNext(); at++) {
					neighbours[at] = found.nextInt();
				}
			}
			this.target.write(Numbers.bytes(neighbours));
		}
		this.target.endSection();
	}

}

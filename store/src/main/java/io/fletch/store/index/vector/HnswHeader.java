package io.fletch.store.index.vector;

import java.io.IOException;

import io.fletch.store.index.IndexFileWriter;

/**
 * What the file of a graph says first.
 *
 * @param codes the vectors and their codes, as in an index of partitions of which there
 * are none
 * @param degree how many neighbours each has at most
 * @param graph the graph
 */
record HnswHeader(IvfHeader codes, int degree, Graph graph) {

	static HnswHeader of(HnswSpec spec, VectorCodes codes, int rowCount, Graph graph) {
		return new HnswHeader(IvfHeader.of(spec.space(), codes, rowCount, 0), spec.degree(), graph);
	}

	void write(IndexFileWriter target) throws IOException {
		target.write(Numbers.bytes(this.codes.values()));
		target.write(Numbers.bytes(this.degree, this.graph.nodes(), this.graph.top(), this.graph.entry()));
		target.endSection();
	}

	static HnswHeader read(SectionReader sections) {
		int[] values = sections.ints(0, IvfHeader.LENGTH + 4);
		HnswHeader header = new HnswHeader(IvfHeader.of(values), values[IvfHeader.LENGTH],
				new Graph(values[IvfHeader.LENGTH + 1], values[IvfHeader.LENGTH + 2], values[IvfHeader.LENGTH + 3]));
		sections.require(header.isPossible(), "it claims to be " + header);
		return header;
	}

	private boolean isPossible() {
		int nodes = this.graph.nodes();
		boolean hasEntry = (nodes == 0) ? this.graph.entry() == -1
				: this.graph.entry() >= 0 && this.graph.entry() < nodes;
		return this.codes.isPossible() && this.degree > 0 && this.degree <= HnswSpec.MOST_NEIGHBOURS && nodes >= 0
				&& nodes <= this.codes.rowCount() && this.graph.top() >= 0 && this.graph.top() <= Integer.SIZE
				&& hasEntry;
	}

	/**
	 * The graph.
	 *
	 * @param nodes how many vectors it has
	 * @param top its highest level
	 * @param entry where a search begins
	 */
	record Graph(int nodes, int top, int entry) {
	}

}

package io.fletch.store.data.buffer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the nodes and buffers of a record batch in Arrow's depth-first order.
 */
public final class BufferSink {

	private final List<Node> nodes = new ArrayList<>();

	private final List<MemorySegment> buffers = new ArrayList<>();

	private final List<Integer> lengths = new ArrayList<>();

	private final List<Integer> columns = new ArrayList<>();

	/**
	 * Begins the next column.
	 */
	public void column() {
		this.columns.add(this.buffers.size());
	}

	/**
	 * Adds a node.
	 * @param length the number of its values
	 * @param nullCount how many of them are null
	 */
	public void node(int length, int nullCount) {
		this.nodes.add(new Node(length, nullCount));
	}

	/**
	 * Adds a buffer.
	 * @param buffer the buffer
	 */
	public void buffer(BufferBuilder buffer) {
		this.lengths.add(buffer.length());
		this.buffers.add(buffer.padded());
	}

	List<Node> nodes() {
		return this.nodes;
	}

	/**
	 * Returns the buffers, each padded to 64 bytes.
	 */
	List<MemorySegment> buffers() {
		return this.buffers;
	}

	/**
	 * Returns how many buffers stand before each column.
	 */
	List<Integer> columns() {
		return this.columns;
	}

	List<Integer> lengths() {
		return this.lengths;
	}

	long bodyLength() {
		return this.buffers.stream().mapToLong(MemorySegment::byteSize).sum();
	}

	record Node(int length, int nullCount) {
	}

}

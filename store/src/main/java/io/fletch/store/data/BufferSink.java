package io.fletch.store.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Collects the nodes and buffers of a record batch in Arrow's depth-first order.
 */
final class BufferSink {

	private static final int ALIGNMENT = 64;

	private final List<Node> nodes = new ArrayList<>();

	private final List<byte[]> buffers = new ArrayList<>();

	private final List<Integer> lengths = new ArrayList<>();

	/**
	 * Adds a node with its validity buffer, which is empty where nothing is null.
	 */
	void node(List<? extends @Nullable Object> values) {
		byte[] validity = new byte[(values.size() + 7) / 8];
		int nullCount = 0;
		for (int i = 0; i < values.size(); i++) {
			if (values.get(i) == null) {
				nullCount++;
			}
			else {
				validity[i >> 3] |= (byte) (1 << (i & 7));
			}
		}
		this.nodes.add(new Node(values.size(), nullCount));
		buffer((nullCount > 0) ? validity : new byte[0]);
	}

	/**
	 * Adds a node of which nothing is null.
	 */
	void node(int length) {
		this.nodes.add(new Node(length, 0));
		buffer(new byte[0]);
	}

	void buffer(byte[] bytes) {
		this.lengths.add(bytes.length);
		int padded = (bytes.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
		this.buffers.add((padded == bytes.length) ? bytes : Arrays.copyOf(bytes, padded));
	}

	List<Node> nodes() {
		return this.nodes;
	}

	List<byte[]> buffers() {
		return this.buffers;
	}

	List<Integer> lengths() {
		return this.lengths;
	}

	long bodyLength() {
		return this.buffers.stream().mapToLong((buffer) -> buffer.length).sum();
	}

	record Node(int length, int nullCount) {
	}

}

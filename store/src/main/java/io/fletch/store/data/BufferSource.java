package io.fletch.store.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

import io.fletch.store.error.CorruptTableException;

/**
 * Hands out the nodes and buffers of a record batch in Arrow's depth-first order, each
 * checked against the body before anything reads it.
 */
final class BufferSource {

	private final RecordBatch batch;

	private final MemorySegment body;

	private int nextNode;

	private int nextBuffer;

	BufferSource(RecordBatch batch, MemorySegment body) {
		this.batch = batch;
		this.body = body;
	}

	Node node() {
		require(this.nextNode < this.batch.nodesLength(), "too few nodes");
		FieldNode node = this.batch.nodes(this.nextNode++);
		require(node.length() >= 0 && node.length() < Integer.MAX_VALUE, "a node of length " + node.length());
		int length = (int) node.length();
		require(this.nextBuffer < this.batch.buffersLength(), "too few buffers");
		boolean absent = this.batch.buffers(this.nextBuffer).length() == 0;
		MemorySegment bits = buffer(absent ? 0 : (length + 7) / 8);
		return new Node(length, new Validity(bits));
	}

	MemorySegment buffer(long requiredLength) {
		require(this.nextBuffer < this.batch.buffersLength(), "too few buffers");
		Buffer buffer = this.batch.buffers(this.nextBuffer++);
		require(buffer.offset() >= 0 && buffer.length() >= requiredLength
				&& buffer.offset() <= this.body.byteSize() - buffer.length(),
				"a buffer at " + buffer.offset() + " of length " + buffer.length());
		return this.body.asSlice(buffer.offset(), buffer.length());
	}

	/**
	 * Returns a buffer of offsets that begin at or above 0 and never fall.
	 */
	MemorySegment offsets(int length) {
		MemorySegment offsets = buffer((length + 1L) * Integer.BYTES);
		int previous = 0;
		for (int i = 0; i <= length; i++) {
			int offset = offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i);
			require(offset >= previous, "an offset of " + offset + " after " + previous);
			previous = offset;
		}
		return offsets;
	}

	void requireRows(long rowCount) {
		require(this.nextNode < this.batch.nodesLength() && this.batch.nodes(this.nextNode).length() == rowCount,
				"columns of different lengths");
	}

	void requireChild(int length) {
		require(this.nextNode < this.batch.nodesLength() && this.batch.nodes(this.nextNode).length() >= length,
				"a list that ends at " + length + ", behind its elements");
	}

	static void require(boolean condition, String what) {
		if (!condition) {
			throw new CorruptTableException("A record batch is damaged: " + what);
		}
	}

	record Node(int length, Validity validity) {
	}

}

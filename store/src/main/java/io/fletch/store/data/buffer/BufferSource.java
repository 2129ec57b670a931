package io.fletch.store.data.buffer;

import java.lang.foreign.MemorySegment;

import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

import io.fletch.store.error.CorruptTableException;

/**
 * Hands out the nodes and buffers of a record batch in Arrow's depth-first order, each
 * checked against the body before anything reads it.
 */
public final class BufferSource {

	/**
	 * How many values may take no memory at all, so that no claimed number of nulls keeps
	 * a reader busy for ever.
	 */
	public static final int MAX_WEIGHTLESS = 1 << 23;

	private final RecordBatch batch;

	private final MemorySegment body;

	private final boolean isDeep;

	private int nextNode;

	private int nextBuffer;

	/**
	 * Reads a batch.
	 * @param isDeep whether to count the nulls too, and compare
	 * @param batch the metadata of the batch
	 * @param body the body of its message
	 */
	public BufferSource(RecordBatch batch, MemorySegment body, boolean isDeep) {
		this.batch = batch;
		this.body = body;
		this.isDeep = isDeep;
	}

	public Node node() {
		int length = nodeLength();
		long nullCount = this.batch.nodes(this.nextNode - 1).nullCount();
		require(this.nextBuffer < this.batch.buffersLength(), "too few buffers");
		boolean absent = this.batch.buffers(this.nextBuffer).length() == 0;
		Validity validity = new Validity(buffer(absent ? 0 : (length + 7L) / 8));
		require(!this.isDeep || nullCount == validity.nullCount(length),
				"a column of " + nullCount + " nulls that marks " + (this.isDeep ? validity.nullCount(length) : 0));
		return new Node(length, validity);
	}

	/**
	 * Returns the length of a node without any buffer.
	 * @return its number of values
	 */
	public int bareNode() {
		int length = nodeLength();
		require(length <= MAX_WEIGHTLESS, "a column of " + length + " nulls");
		return length;
	}

	/**
	 * Returns where the next buffer begins.
	 * @return its position in the body, or the end of the body
	 */
	public long position() {
		long position = (this.nextBuffer < this.batch.buffersLength()) ? this.batch.buffers(this.nextBuffer).offset()
				: this.body.byteSize();
		require(position >= 0 && position <= this.body.byteSize(), "a buffer at " + position);
		return position;
	}

	private int nodeLength() {
		require(this.nextNode < this.batch.nodesLength(), "too few nodes");
		FieldNode node = this.batch.nodes(this.nextNode++);
		require(node.length() >= 0 && node.length() < Integer.MAX_VALUE, "a node of length " + node.length());
		return (int) node.length();
	}

	public MemorySegment buffer(long requiredLength) {
		require(this.nextBuffer < this.batch.buffersLength(), "too few buffers");
		Buffer buffer = this.batch.buffers(this.nextBuffer++);
		require(buffer.offset() >= 0 && buffer.length() >= requiredLength
				&& buffer.offset() <= this.body.byteSize() - buffer.length(),
				"a buffer at " + buffer.offset() + " of length " + buffer.length() + " where " + requiredLength
						+ " are needed");
		return this.body.asSlice(buffer.offset(), buffer.length());
	}

	/**
	 * Returns offsets that begin at or above 0 and never fall.
	 * @param length how many values there are
	 * @param isWide whether they are int64, not int32
	 * @return the offsets
	 */
	public Offsets offsets(int length, boolean isWide) {
		long count = (length > 0) ? length + 1L : 0;
		Offsets offsets = new Offsets(buffer(count * (isWide ? Long.BYTES : Integer.BYTES)), isWide);
		long previous = 0;
		for (int i = 0; i < count; i++) {
			long offset = offsets.at(i);
			require(offset >= previous, "an offset of " + offset + " after " + previous);
			previous = offset;
		}
		return offsets;
	}

	public void requireRows(long rowCount) {
		require(this.nextNode < this.batch.nodesLength() && this.batch.nodes(this.nextNode).length() == rowCount,
				"columns of different lengths");
	}

	public void requireChild(long length) {
		require(this.nextNode < this.batch.nodesLength() && this.batch.nodes(this.nextNode).length() >= length,
				"a list that ends at " + length + ", behind its elements");
	}

	public void requireEnd() {
		require(this.nextNode == this.batch.nodesLength() && this.nextBuffer == this.batch.buffersLength(),
				"more columns than the schema has");
	}

	public static void require(boolean condition, String what) {
		if (!condition) {
			throw new CorruptTableException("A record batch is damaged: " + what);
		}
	}

	public record Node(int length, Validity validity) {
	}

}

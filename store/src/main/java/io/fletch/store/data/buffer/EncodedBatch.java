package io.fletch.store.data.buffer;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.zip.CRC32C;

import com.google.flatbuffers.FlatBufferBuilder;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * A record batch as an encapsulated Arrow IPC message: prefix and metadata, then the
 * body.
 */
public final class EncodedBatch {

	private final byte[] metadata;

	private final List<MemorySegment> body;

	/** The position of each column's first buffer in the body. */
	private final List<Integer> columns;

	private final int rowCount;

	/**
	 * Makes a message.
	 * @param sink the buffers of all columns
	 * @param rowCount the number of rows
	 */
	public EncodedBatch(BufferSink sink, int rowCount) {
		this.metadata = metadata(sink, rowCount);
		this.body = sink.buffers();
		this.columns = sink.columns();
		this.rowCount = rowCount;
	}

	/**
	 * Returns the number of rows.
	 * @return the number of rows
	 */
	public int rowCount() {
		return this.rowCount;
	}

	/**
	 * Returns the length of the whole message.
	 * @return the length in bytes
	 */
	public long byteSize() {
		return this.metadata.length + bodyLength();
	}

	/**
	 * Returns the whole message in one array.
	 * @return the bytes
	 */
	public byte[] toByteArray() {
		byte[] bytes = new byte[Math.toIntExact(byteSize())];
		MemorySegment target = MemorySegment.ofArray(bytes);
		System.arraycopy(this.metadata, 0, bytes, 0, this.metadata.length);
		long position = this.metadata.length;
		for (MemorySegment buffer : this.body) {
			MemorySegment.copy(buffer, 0, target, position, buffer.byteSize());
			position += buffer.byteSize();
		}
		return bytes;
	}

	/**
	 * Returns the continuation marker, the length and the flatbuffer, padded.
	 * @return the bytes
	 */
	public byte[] metadata() {
		return this.metadata;
	}

	/**
	 * Returns the buffers, each padded to 64 bytes.
	 * @return the buffers
	 */
	public List<MemorySegment> body() {
		return this.body;
	}

	/**
	 * Computes the checksums of the parts.
	 * @return that of the metadata, then that of each column's buffers with their padding
	 */
	public int[] sums() {
		int[] sums = new int[1 + this.columns.size()];
		sums[0] = sum(List.of(MemorySegment.ofArray(this.metadata)));
		for (int i = 0; i < this.columns.size(); i++) {
			int end = (i + 1 < this.columns.size()) ? this.columns.get(i + 1) : this.body.size();
			sums[i + 1] = sum(this.body.subList(this.columns.get(i), end));
		}
		return sums;
	}

	private static int sum(List<MemorySegment> parts) {
		CRC32C checksum = new CRC32C();
		parts.forEach((part) -> checksum.update(part.asByteBuffer()));
		return (int) checksum.getValue();
	}

	/**
	 * Returns the length of the body.
	 * @return the length in bytes
	 */
	public long bodyLength() {
		return this.body.stream().mapToLong(MemorySegment::byteSize).sum();
	}

	private static byte[] metadata(BufferSink sink, int rowCount) {
		FlatBufferBuilder builder = new FlatBufferBuilder(1024);
		RecordBatch.startNodesVector(builder, sink.nodes().size());
		for (BufferSink.Node node : sink.nodes().reversed()) {
			FieldNode.createFieldNode(builder, node.length(), node.nullCount());
		}
		int nodes = builder.endVector();
		RecordBatch.startBuffersVector(builder, sink.lengths().size());
		long end = sink.bodyLength();
		for (int i = sink.lengths().size() - 1; i >= 0; i--) {
			long start = end - sink.buffers().get(i).byteSize();
			Buffer.createBuffer(builder, start, sink.lengths().get(i));
			end = start;
		}
		int buffers = builder.endVector();
		int batch = RecordBatch.createRecordBatch(builder, rowCount, nodes, buffers, 0, 0);
		builder.finish(Message.createMessage(builder, MetadataVersion.V5, MessageHeader.RecordBatch, batch,
				sink.bodyLength(), 0));
		return IpcMessage.encapsulate(builder.sizedByteArray(), 0);
	}

}

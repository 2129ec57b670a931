package io.fletch.store.ingest.arrow;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.google.flatbuffers.FlatBufferBuilder;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.schema.SchemaBytes;
import io.fletch.store.error.InvalidInputException;

/**
 * Writes the Arrow IPC streaming format, or the file format around it: the magic
 * {@code ARROW1\0\0} before, the footer, its length and {@code ARROW1} behind. Holds one
 * record batch in memory.
 */
final class IpcWriter {

	private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

	private static final int ALIGNMENT = 64;

	private static final int CONTINUATION = -1;

	private final Schema schema;

	private final OutputStream stream;

	private final boolean isFile;

	private final List<Written> batches = new ArrayList<>();

	private long position;

	IpcWriter(Schema schema, OutputStream stream, boolean isFile) throws IOException {
		this.schema = schema;
		this.stream = stream;
		this.isFile = isFile;
		if (isFile) {
			put(MAGIC);
			put(new byte[2]);
		}
		putMessage(SchemaBytes.encode(schema));
	}

	void write(ArrowExport export, ArrowExport.Part part) throws IOException {
		List<byte[]> buffers = new ArrayList<>();
		CopiedColumns copied = export.copy(List.of(part), (bytes) -> {
			if (bytes > Integer.MAX_VALUE - ALIGNMENT) {
				throw new InvalidInputException("A column of a batch holds " + bytes + " bytes, more than 2 GiB");
			}
			buffers.add(new byte[(int) bytes]);
			return MemorySegment.ofArray(buffers.getLast());
		});
		long start = this.position;
		putMessage(metadata(copied.nodes(), buffers, part.rowCount()));
		this.batches.add(new Written(start, (int) (this.position - start), bodyLength(buffers)));
		for (byte[] buffer : buffers) {
			put(buffer);
			put(new byte[(int) (padded(buffer.length) - buffer.length)]);
		}
	}

	private static long bodyLength(List<byte[]> buffers) {
		return buffers.stream().mapToLong((buffer) -> padded(buffer.length)).sum();
	}

	private static long padded(long length) {
		return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	}

	private static byte[] metadata(List<CopiedColumns.Node> nodes, List<byte[]> buffers, int rows) {
		FlatBufferBuilder builder = new FlatBufferBuilder(1024);
		RecordBatch.startNodesVector(builder, nodes.size());
		for (CopiedColumns.Node node : nodes.reversed()) {
			FieldNode.createFieldNode(builder, node.length(), node.nulls());
		}
		int nodesAt = builder.endVector();
		RecordBatch.startBuffersVector(builder, buffers.size());
		long end = bodyLength(buffers);
		for (byte[] buffer : buffers.reversed()) {
			end -= padded(buffer.length);
			Buffer.createBuffer(builder, end, buffer.length);
		}
		int buffersAt = builder.endVector();
		int batch = RecordBatch.createRecordBatch(builder, rows, nodesAt, buffersAt, 0, 0);
		builder.finish(Message.createMessage(builder, MetadataVersion.V5, MessageHeader.RecordBatch, batch,
				bodyLength(buffers), 0));
		return builder.sizedByteArray();
	}

	void finish() throws IOException {
		put(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(CONTINUATION).putInt(0).array());
		if (this.isFile) {
			byte[] footer = footer();
			put(footer);
			put(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length).array());
			put(MAGIC);
		}
		this.stream.flush();
	}

	private byte[] footer() {
		FlatBufferBuilder builder = new FlatBufferBuilder(1024);
		int schemaAt = this.schema.getSchema(builder);
		Footer.startDictionariesVector(builder, 0);
		int dictionaries = builder.endVector();
		Footer.startRecordBatchesVector(builder, this.batches.size());
		for (Written batch : this.batches.reversed()) {
			Block.createBlock(builder, batch.offset(), batch.metadataLength(), batch.bodyLength());
		}
		int batchesAt = builder.endVector();
		builder.finish(Footer.createFooter(builder, MetadataVersion.V5, schemaAt, dictionaries, batchesAt, 0));
		return builder.sizedByteArray();
	}

	private void putMessage(byte[] flatbuffer) throws IOException {
		long unpadded = this.position + Long.BYTES + flatbuffer.length;
		int length = (int) (padded(unpadded) - this.position);
		put(ByteBuffer.allocate(length)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putInt(CONTINUATION)
			.putInt(length - Long.BYTES)
			.put(flatbuffer)
			.array());
	}

	private void put(byte[] bytes) throws IOException {
		this.stream.write(bytes);
		this.position += bytes.length;
	}

	/**
	 * A record batch that was written.
	 *
	 * @param offset where its message begins
	 * @param metadataLength the length of the message without its body
	 * @param bodyLength the length of the body
	 */
	private record Written(long offset, int metadataLength, long bodyLength) {
	}

}

package io.fletch.store.data;

import java.util.ArrayList;
import java.util.List;

import com.google.flatbuffers.FlatBufferBuilder;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows as record batches of the Arrow columnar format, version 1.5, uncompressed.
 * Source: the Arrow specification, "Serialization and Interprocess Communication".
 */
public final class BatchEncoder {

	private final Schema schema;

	/**
	 * Encodes rows of a schema.
	 * @param schema the schema; its types must be supported by {@link ColumnType}
	 */
	public BatchEncoder(Schema schema) {
		this.schema = schema;
	}

	/**
	 * Encodes rows.
	 * @param rows the values of each row in the order of the schema's fields, checked by
	 * {@link RowChecker}
	 * @return the batch
	 */
	public EncodedBatch encode(List<@Nullable Object[]> rows) {
		BufferSink sink = new BufferSink();
		List<Field> fields = this.schema.getFields();
		for (int column = 0; column < fields.size(); column++) {
			List<@Nullable Object> values = new ArrayList<>(rows.size());
			for (@Nullable
			Object[] row : rows) {
				values.add(row[column]);
			}
			ColumnType.of(fields.get(column)).encode(values, sink);
		}
		return new EncodedBatch(metadata(sink, rows.size()), sink.buffers(), rows.size());
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
			long start = end - sink.buffers().get(i).length;
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

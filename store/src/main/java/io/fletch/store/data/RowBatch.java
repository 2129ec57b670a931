package io.fletch.store.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CorruptTableException;

/**
 * A record batch, read in place.
 *
 * @param rowCount the number of rows
 * @param columns the columns in the order of the schema's fields
 */
public record RowBatch(int rowCount, List<ColumnReader> columns) {

	/**
	 * Reads an encapsulated record batch message.
	 * @param schema the schema of the batch
	 * @param message the message, from its continuation marker to the end of its body
	 * @return the batch, which reads from the message's memory
	 * @throws CorruptTableException if the message is damaged
	 */
	public static RowBatch decode(Schema schema, MemorySegment message) {
		BufferSource.require(
				message.byteSize() >= IpcMessage.PREFIX_LENGTH
						&& message.get(ValueLayout.JAVA_INT_UNALIGNED, 0) == IpcMessage.CONTINUATION,
				"no message prefix");
		int metadataLength = message.get(ValueLayout.JAVA_INT_UNALIGNED, Integer.BYTES);
		BufferSource.require(metadataLength > 0 && metadataLength <= message.byteSize() - IpcMessage.PREFIX_LENGTH,
				"metadata of length " + metadataLength);
		ByteBuffer flatbuffer = message.asSlice(IpcMessage.PREFIX_LENGTH, metadataLength)
			.asByteBuffer()
			.order(ByteOrder.LITTLE_ENDIAN);
		try {
			Message header = Message.getRootAsMessage(flatbuffer);
			MemorySegment body = message.asSlice(IpcMessage.PREFIX_LENGTH + (long) metadataLength);
			return decode(schema, header, body);
		}
		catch (IndexOutOfBoundsException ex) {
			throw new CorruptTableException("A record batch is damaged: bad metadata", ex);
		}
	}

	private static RowBatch decode(Schema schema, Message header, MemorySegment body) {
		BufferSource.require(header.headerType() == MessageHeader.RecordBatch,
				"a message of type " + header.headerType());
		BufferSource.require(header.bodyLength() >= 0 && header.bodyLength() <= body.byteSize(),
				"a body of length " + header.bodyLength());
		RecordBatch batch = (RecordBatch) header.header(new RecordBatch());
		BufferSource.require(batch != null && batch.length() >= 0 && batch.length() < Integer.MAX_VALUE,
				"no row count");
		BufferSource source = new BufferSource(batch, body.asSlice(0, header.bodyLength()));
		List<ColumnReader> columns = new ArrayList<>();
		for (Field field : schema.getFields()) {
			source.requireRows(batch.length());
			columns.add(ColumnType.of(field).decode(source));
		}
		return new RowBatch((int) batch.length(), List.copyOf(columns));
	}

	/**
	 * Returns the values of a row.
	 * @param row the position of the row
	 * @return the values in the order of the schema's fields
	 */
	public @Nullable Object[] row(int row) {
		@Nullable Object[] values = new @Nullable Object[this.columns.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.columns.get(i).get(row);
		}
		return values;
	}

}

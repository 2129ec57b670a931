package io.fletch.store.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.blob.BlobSource;
import io.fletch.store.data.buffer.BufferSource;
import io.fletch.store.data.buffer.IpcMessage;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.schema.StoredSchema;
import io.fletch.store.error.CorruptTableException;

/**
 * Reads record batches of one schema as batches of another, later one.
 */
final class BatchDecoder {

	private static final int MAX_ROWS = 1 << 20;

	private final List<ColumnType> stored;

	private final List<ColumnResolver.Resolved> resolved;

	private final boolean isDeep;

	BatchDecoder(Schema written, Schema table, BlobSource blobs) {
		this(written, table, blobs, false);
	}

	/**
	 * Plans the reading.
	 * @param isDeep whether to check what is not needed for reading, too
	 */
	BatchDecoder(Schema written, Schema table, BlobSource blobs, boolean isDeep) {
		List<Field> fields = StoredSchema.of(written).getFields();
		this.stored = fields.stream().map(ColumnType::of).toList();
		this.resolved = ColumnResolver.resolve(fields, table.getFields(), blobs);
		this.isDeep = isDeep;
	}

	RowBatch decode(MemorySegment message, PartCheck check) {
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
		check.requireMetadata(message.asSlice(0, IpcMessage.PREFIX_LENGTH + (long) metadataLength));
		try {
			Message header = Message.getRootAsMessage(flatbuffer);
			return decode(header, message.asSlice(IpcMessage.PREFIX_LENGTH + (long) metadataLength), check);
		}
		catch (IndexOutOfBoundsException ex) {
			throw new CorruptTableException("A record batch is damaged: bad metadata", ex);
		}
	}

	private RowBatch decode(Message header, MemorySegment body, PartCheck check) {
		BufferSource.require(header.headerType() == MessageHeader.RecordBatch,
				"a message of type " + header.headerType());
		BufferSource.require(header.bodyLength() >= 0 && header.bodyLength() <= body.byteSize(),
				"a body of length " + header.bodyLength());
		RecordBatch batch = (RecordBatch) header.header(new RecordBatch());
		BufferSource.require(batch != null && batch.length() >= 0, "no row count");
		BufferSource.require(
				batch.length() < Integer.MAX_VALUE
						&& batch.length() / Byte.SIZE <= Math.max(MAX_ROWS, header.bodyLength()),
				batch.length() + " rows");
		BufferSource.require(batch.compression() == null, "compressed buffers, which nobody here writes");
		BufferSource source = new BufferSource(batch, body.asSlice(0, header.bodyLength()), this.isDeep);
		ColumnReader[] readers = new ColumnReader[this.stored.size()];
		long[] ends = new long[readers.length + 1];
		ends[0] = source.position();
		for (int i = 0; i < readers.length; i++) {
			source.requireRows(batch.length());
			readers[i] = this.stored.get(i).decode(source);
			ends[i + 1] = source.position();
			BufferSource.require(ends[i] <= ends[i + 1], "a buffer at " + ends[i + 1] + " behind " + ends[i]);
		}
		source.requireEnd();
		return new RowBatch((int) batch.length(), columns(readers, new Parts(check, body, ends)));
	}

	private ColumnList columns(ColumnReader[] readers, Parts parts) {
		ColumnList.Column[] columns = new ColumnList.Column[this.resolved.size()];
		for (int i = 0; i < columns.length; i++) {
			ColumnResolver.Resolved column = this.resolved.get(i);
			columns[i] = (column.position() >= 0)
					? new ColumnList.Column(readers[column.position()], column.conversion(),
							parts.of(column.position()), column.growth() * parts.byteSize(column.position()))
					: ColumnList.Column.ABSENT;
		}
		return new ColumnList(columns);
	}

	/**
	 * The parts of a batch that belong to its columns.
	 *
	 * @param ends where the part before each column ends, and that of the last
	 */
	private record Parts(PartCheck check, MemorySegment body, long[] ends) {

		long byteSize(int column) {
			return this.ends[column + 1] - this.ends[column];
		}

		Runnable of(int column) {
			MemorySegment bytes = this.body.asSlice(this.ends[column], byteSize(column));
			return () -> this.check.requireColumn(column, bytes);
		}

	}

}

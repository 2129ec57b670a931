package io.fletch.store.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

import com.google.flatbuffers.FlatBufferBuilder;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.io.Storage;

/**
 * An immutable file of rows in the Arrow IPC file format, uncompressed, every body at a
 * multiple of 64 bytes: {@code ARROW1\0\0}, the schema message, record batch messages, an
 * end marker, the footer, its length as int32, {@code ARROW1}.
 *
 * @param path the path of the file in the table's folder
 * @param byteSize the length of the file
 * @param checksum the CRC-32C of the file
 */
public record DataFile(String path, long byteSize, int checksum) {

	/** The largest number of rows in a record batch. */
	public static final int BATCH_ROWS = 4096;

	private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] HEAD = "ARROW1\0\0".getBytes(StandardCharsets.US_ASCII);

	private static final int TAIL_LENGTH = Integer.BYTES + 6;

	/**
	 * Writes rows into a new file, durably.
	 * @param storage where to write
	 * @param path the path of the file, from the database's folder
	 * @param schema the schema
	 * @param rows the rows, as for {@link BatchEncoder#encode(List)}
	 * @return the file
	 * @throws IOException if the file cannot be written
	 */
	public static DataFile write(Storage storage, String path, Schema schema, List<@Nullable Object[]> rows)
			throws IOException {
		List<MemorySegment> parts = new ArrayList<>();
		parts.add(MemorySegment.ofArray(HEAD));
		byte[] schemaMessage = IpcMessage.encapsulate(SchemaBytes.encode(schema), HEAD.length);
		parts.add(MemorySegment.ofArray(schemaMessage));
		long position = HEAD.length + (long) schemaMessage.length;
		BatchEncoder encoder = new BatchEncoder(schema);
		List<BatchBlock> blocks = new ArrayList<>();
		for (int from = 0; from < rows.size(); from += BATCH_ROWS) {
			EncodedBatch batch = encoder.encode(rows.subList(from, Math.min(rows.size(), from + BATCH_ROWS)));
			blocks.add(new BatchBlock(position, batch.metadata().length, batch.bodyLength()));
			parts.addAll(batch.segments());
			position += batch.byteSize();
		}
		parts.add(MemorySegment.ofArray(tail(schema, blocks)));
		storage.write(path, parts);
		return new DataFile(path, byteSize(parts), checksum(parts));
	}

	/**
	 * Maps the file and reads where its batches are. The rows stay in the file.
	 * @param storage where the file is
	 * @param schema the schema of the table
	 * @return the batches in order
	 * @throws IOException if the file cannot be read
	 * @throws CorruptTableException if the file is damaged
	 */
	public List<RowBatch> read(Storage storage, Schema schema) throws IOException {
		MemorySegment file = storage.map(this.path);
		require(file.byteSize() == this.byteSize, "its length is " + file.byteSize() + ", not " + this.byteSize);
		require(file.byteSize() > HEAD.length + TAIL_LENGTH && isMagic(file.asSlice(0, MAGIC.length))
				&& isMagic(file.asSlice(file.byteSize() - MAGIC.length)), "it is no Arrow file");
		int footerLength = file.get(ValueLayout.JAVA_INT_UNALIGNED, file.byteSize() - TAIL_LENGTH);
		require(footerLength > 0 && footerLength < file.byteSize() - TAIL_LENGTH,
				"its footer has the length " + footerLength);
		ByteBuffer bytes = file.asSlice(file.byteSize() - TAIL_LENGTH - footerLength, footerLength).asByteBuffer();
		try {
			Footer footer = Footer.getRootAsFooter(bytes.order(ByteOrder.LITTLE_ENDIAN));
			require(Schema.convertSchema(footer.schema()).getFields().equals(schema.getFields()),
					"its schema is not the table's");
			List<RowBatch> batches = new ArrayList<>();
			for (int i = 0; i < footer.recordBatchesLength(); i++) {
				batches.add(RowBatch.decode(schema, message(file, footer.recordBatches(i))));
			}
			return batches;
		}
		catch (IndexOutOfBoundsException | IllegalArgumentException | NullPointerException
				| UnsupportedOperationException ex) {
			throw new CorruptTableException("The data file " + this.path + " is damaged: bad footer", ex);
		}
	}

	private MemorySegment message(MemorySegment file, Block block) {
		long length = block.metaDataLength() + block.bodyLength();
		require(block.offset() >= 0 && block.metaDataLength() > 0 && block.bodyLength() >= 0
				&& block.offset() <= file.byteSize() - length, "a batch lies at " + block.offset());
		return file.asSlice(block.offset(), length);
	}

	private void require(boolean condition, String what) {
		if (!condition) {
			throw new CorruptTableException("The data file " + this.path + " is damaged: " + what);
		}
	}

	private static boolean isMagic(MemorySegment bytes) {
		return bytes.mismatch(MemorySegment.ofArray(MAGIC)) < 0;
	}

	private static byte[] tail(Schema schema, List<BatchBlock> blocks) {
		FlatBufferBuilder builder = new FlatBufferBuilder(1024);
		int schemaOffset = schema.getSchema(builder);
		Footer.startDictionariesVector(builder, 0);
		int dictionaries = builder.endVector();
		Footer.startRecordBatchesVector(builder, blocks.size());
		for (BatchBlock block : blocks.reversed()) {
			Block.createBlock(builder, block.offset(), block.metadataLength(), block.bodyLength());
		}
		int batches = builder.endVector();
		builder.finish(Footer.createFooter(builder, MetadataVersion.V5, schemaOffset, dictionaries, batches, 0));
		byte[] footer = builder.sizedByteArray();
		return ByteBuffer.allocate(IpcMessage.PREFIX_LENGTH + footer.length + TAIL_LENGTH)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putInt(IpcMessage.CONTINUATION)
			.putInt(0)
			.put(footer)
			.putInt(footer.length)
			.put(MAGIC)
			.array();
	}

	private static long byteSize(List<MemorySegment> parts) {
		return parts.stream().mapToLong(MemorySegment::byteSize).sum();
	}

	private static int checksum(List<MemorySegment> parts) {
		CRC32C checksum = new CRC32C();
		parts.forEach((part) -> checksum.update(part.asByteBuffer()));
		return (int) checksum.getValue();
	}

	private record BatchBlock(long offset, int metadataLength, long bodyLength) {
	}

}

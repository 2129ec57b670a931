package io.fletch.store.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.google.flatbuffers.FlatBufferBuilder;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.buffer.IpcMessage;
import io.fletch.store.data.schema.SchemaBytes;
import io.fletch.store.error.CorruptTableException;

/**
 * The frame of a data file: {@code ARROW1\0\0} and the schema message before the batches;
 * an end marker, checksums, the footer, its length as int32 and {@code ARROW1} behind
 * them.
 *
 * @param schema the schema that the file was written with
 * @param messages the record batch messages in order
 * @param sums the checksums of the parts of each; none in files of earlier versions of
 * the library
 */
record FileLayout(Schema schema, List<MemorySegment> messages, List<int[]> sums) {

	private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] HEAD = "ARROW1\0\0".getBytes(StandardCharsets.US_ASCII);

	private static final int TAIL_LENGTH = Integer.BYTES + 6;

	static byte[] head(Schema schema) {
		byte[] message = IpcMessage.encapsulate(SchemaBytes.encode(schema), HEAD.length);
		return ByteBuffer.allocate(HEAD.length + message.length).put(HEAD).put(message).array();
	}

	static byte[] tail(Schema schema, List<BatchBlock> blocks) {
		byte[] footer = footer(schema, blocks);
		byte[] sums = FileSums.encode(blocks, footer);
		return ByteBuffer.allocate(IpcMessage.PREFIX_LENGTH + sums.length + footer.length + TAIL_LENGTH)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putInt(IpcMessage.CONTINUATION)
			.putInt(0)
			.put(sums)
			.put(footer)
			.putInt(footer.length)
			.put(MAGIC)
			.array();
	}

	private static byte[] footer(Schema schema, List<BatchBlock> blocks) {
		FlatBufferBuilder builder = new FlatBufferBuilder(1024);
		int schemaOffset = schema.getSchema(builder);
		Footer.startDictionariesVector(builder, 0);
		int dictionaries = builder.endVector();
		Footer.startRecordBatchesVector(builder, blocks.size());
		for (BatchBlock block : blocks.reversed()) {
			Block.createBlock(builder, block.offset(), block.metadataLength(), block.bodyLength());
		}
		int batches = builder.endVector();
		int key = KeyValue.createKeyValue(builder, builder.createString(FileSums.KEY), builder.createString("1"));
		int metadata = Footer.createCustomMetadataVector(builder, new int[] { key });
		builder.finish(Footer.createFooter(builder, MetadataVersion.V5, schemaOffset, dictionaries, batches, metadata));
		return builder.sizedByteArray();
	}

	/**
	 * Finds the batches of a file.
	 * @throws CorruptTableException if the file is damaged; the message tells how
	 */
	static FileLayout of(MemorySegment file) {
		require(file.byteSize() > HEAD.length + TAIL_LENGTH && isMagic(file.asSlice(0, MAGIC.length))
				&& isMagic(file.asSlice(file.byteSize() - MAGIC.length)), "it is no Arrow file");
		int footerLength = file.get(ValueLayout.JAVA_INT_UNALIGNED, file.byteSize() - TAIL_LENGTH);
		require(footerLength > 0 && footerLength < file.byteSize() - TAIL_LENGTH,
				"its footer has the length " + footerLength);
		MemorySegment bytes = file.asSlice(file.byteSize() - TAIL_LENGTH - footerLength, footerLength);
		try {
			Footer footer = Footer.getRootAsFooter(bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
			Schema schema = SchemaBytes.decode(footer.schema());
			return new FileLayout(schema, messages(file, footer), sums(file, bytes, footer));
		}
		catch (IndexOutOfBoundsException | IllegalArgumentException ex) {
			throw new CorruptTableException("bad footer", ex);
		}
	}

	private static List<int[]> sums(MemorySegment file, MemorySegment bytes, Footer footer) {
		boolean areBefore = FileSums.areBefore(file, bytes.address() - file.address());
		require(areBefore || !tellsOfSums(footer), "its checksums are missing");
		return areBefore ? FileSums.read(file, bytes, footer.recordBatchesLength(), footer.schema().fieldsLength())
				: List.of();
	}

	private static boolean tellsOfSums(Footer footer) {
		for (int i = 0; i < footer.customMetadataLength(); i++) {
			if (FileSums.KEY.equals(footer.customMetadata(i).key())) {
				return true;
			}
		}
		return false;
	}

	private static List<MemorySegment> messages(MemorySegment file, Footer footer) {
		List<MemorySegment> messages = new ArrayList<>();
		long end = HEAD.length;
		for (int i = 0; i < footer.recordBatchesLength(); i++) {
			Block block = footer.recordBatches(i);
			require(block.offset() >= end && block.metaDataLength() > 0 && block.bodyLength() >= 0
					&& block.bodyLength() < file.byteSize()
					&& block.offset() <= file.byteSize() - block.metaDataLength() - block.bodyLength(),
					"a batch lies at " + block.offset());
			end = block.offset() + block.metaDataLength() + block.bodyLength();
			messages.add(file.asSlice(block.offset(), end - block.offset()));
		}
		return messages;
	}

	private static boolean isMagic(MemorySegment bytes) {
		return bytes.mismatch(MemorySegment.ofArray(MAGIC)) < 0;
	}

	private static void require(boolean condition, String what) {
		if (!condition) {
			throw new CorruptTableException(what);
		}
	}

	/**
	 * Where a batch lies.
	 *
	 * @param offset where its message begins
	 * @param metadataLength the length of the message without its body
	 * @param bodyLength the length of the body
	 * @param sums the checksums of the metadata and of the columns
	 */
	record BatchBlock(long offset, int metadataLength, long bodyLength, int[] sums) {
	}

}

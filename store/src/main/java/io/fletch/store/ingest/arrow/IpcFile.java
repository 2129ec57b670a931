package io.fletch.store.ingest.arrow;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.ingest.RegularFile;

/**
 * Reads a file in the Arrow IPC file format, mapped into memory.
 */
final class IpcFile implements ArrowBatches {

	private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

	private static final int TAIL_LENGTH = Integer.BYTES + MAGIC.length;

	private final Arena arena;

	private final MemorySegment bytes;

	private final Footer footer;

	private final Schema schema;

	private final IpcDecoder decoder;

	private int next;

	private IpcFile(Arena arena, MemorySegment bytes) {
		this.arena = arena;
		this.bytes = bytes;
		long end = bytes.byteSize() - TAIL_LENGTH;
		BatchReader.require(
				end > MAGIC.length && isMagic(bytes.asSlice(0, MAGIC.length))
						&& isMagic(bytes.asSlice(bytes.byteSize() - MAGIC.length)),
				"it is no Arrow IPC file, or was cut off; for the streaming format use arrowStream");
		int length = bytes.get(LittleEndian.INT, end);
		BatchReader.require(length > Long.BYTES && length < end, "a footer of " + length + " bytes");
		this.footer = Footer
			.getRootAsFooter(bytes.asSlice(end - length, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
		this.schema = IpcDecoder.schema(this.footer.schema());
		this.decoder = new IpcDecoder(this.schema);
		for (int i = 0; i < this.footer.dictionariesLength(); i++) {
			addDictionary(this.footer.dictionaries(i));
		}
	}

	static IpcFile open(Path file) throws IOException {
		RegularFile.require(file);
		Arena arena = Arena.ofShared();
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			return new IpcFile(arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
		}
		catch (IOException | RuntimeException | Error ex) {
			// The mapping stays unless the arena is closed, whatever failed.
			arena.close();
			throw ex;
		}
	}

	private static boolean isMagic(MemorySegment bytes) {
		return bytes.mismatch(MemorySegment.ofArray(MAGIC)) < 0;
	}

	private void addDictionary(Block block) {
		Message message = message(block);
		if (message.header(new DictionaryBatch()) instanceof DictionaryBatch dictionary) {
			this.decoder.addDictionary(dictionary, body(block));
		}
	}

	@Override
	public Schema schema() {
		return this.schema;
	}

	@Override
	public @Nullable ArrowBatch next() {
		if (this.next == this.footer.recordBatchesLength()) {
			return null;
		}
		Block block = this.footer.recordBatches(this.next++);
		return this.decoder.batch((RecordBatch) message(block).header(new RecordBatch()), body(block));
	}

	private Message message(Block block) {
		boolean prefixed = this.bytes.get(LittleEndian.INT, block.offset()) == -1;
		int prefix = prefixed ? 2 * Integer.BYTES : Integer.BYTES;
		return IpcDecoder.message(this.bytes.asSlice(block.offset() + prefix, (long) block.metaDataLength() - prefix));
	}

	private MemorySegment body(Block block) {
		return this.bytes.asSlice(block.offset() + block.metaDataLength(), block.bodyLength());
	}

	@Override
	public void close() {
		if (this.arena.scope().isAlive()) {
			this.arena.close();
		}
	}

}

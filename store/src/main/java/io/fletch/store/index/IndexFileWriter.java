package io.fletch.store.index;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

import io.fletch.store.io.Storage;

/**
 * Writes the file of a segment, section by section. The bytes are described in
 * {@code docs/format.md}.
 */
public final class IndexFileWriter implements AutoCloseable {

	static final byte[] MAGIC = "FLTCHIDX".getBytes(StandardCharsets.US_ASCII);

	static final int FORMAT = 1;

	static final int ALIGNMENT = 64;

	private final Storage.FileWriter file;

	private final CRC32C checksum = new CRC32C();

	private final CRC32C fileChecksum = new CRC32C();

	private final List<Section> sections = new ArrayList<>();

	private long position;

	private long start;

	private IndexFileWriter(Storage.FileWriter file) {
		this.file = file;
	}

	/**
	 * Begins a file.
	 * @param storage the folder of the table
	 * @param path the path of the file
	 * @return the writer
	 * @throws IOException if the file cannot be made
	 */
	public static IndexFileWriter create(Storage storage, String path) throws IOException {
		IndexFileWriter writer = new IndexFileWriter(storage.create(path));
		ByteBuffer head = ByteBuffer.allocate(ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).putInt(FORMAT);
		writer.put(MemorySegment.ofArray(head.array()));
		writer.start = writer.position;
		return writer;
	}

	/**
	 * Adds bytes to the section that is being written.
	 * @param part the bytes
	 * @throws IOException if they cannot be written
	 */
	public void write(MemorySegment part) throws IOException {
		update(this.checksum, part);
		put(part);
	}

	/**
	 * Ends a section, which may be empty, and begins the next, at a multiple of 64 bytes.
	 * @return the number of the section that ended, from 0
	 * @throws IOException if it cannot be written
	 */
	public int endSection() throws IOException {
		this.sections.add(new Section(this.start, this.position - this.start, (int) this.checksum.getValue()));
		this.checksum.reset();
		put(MemorySegment.ofArray(new byte[(int) (-this.position & (ALIGNMENT - 1))]));
		this.start = this.position;
		return this.sections.size() - 1;
	}

	/**
	 * Ends the file and makes it durable.
	 * @return what is to be known of it
	 * @throws IOException if it cannot be written
	 */
	public Written finish() throws IOException {
		ByteBuffer footer = ByteBuffer
			.allocate(this.sections.size() * Section.LENGTH + 2 * Integer.BYTES + MAGIC.length)
			.order(ByteOrder.LITTLE_ENDIAN);
		for (Section section : this.sections) {
			footer.putLong(section.offset()).putLong(section.length()).putInt(section.checksum());
		}
		footer.putInt(this.sections.size());
		CRC32C footerSum = new CRC32C();
		footerSum.update(footer.array(), 0, footer.position());
		footer.putInt((int) footerSum.getValue()).put(MAGIC);
		put(MemorySegment.ofArray(footer.array()));
		this.file.finish();
		return new Written(this.position, (int) this.fileChecksum.getValue());
	}

	private void put(MemorySegment part) throws IOException {
		update(this.fileChecksum, part);
		this.file.write(part);
		this.position += part.byteSize();
	}

	private static void update(CRC32C checksum, MemorySegment part) {
		for (long from = 0; from < part.byteSize(); from += 1 << 30) {
			checksum.update(part.asSlice(from, Math.min(1 << 30, part.byteSize() - from)).asByteBuffer());
		}
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	/**
	 * What is known of a file that was written.
	 *
	 * @param byteSize its length in bytes
	 * @param checksum the CRC-32C of all its bytes
	 */
	public record Written(long byteSize, int checksum) {
	}

	/**
	 * Where a section lies.
	 */
	record Section(long offset, long length, int checksum) {

		static final int LENGTH = 2 * Long.BYTES + Integer.BYTES;

	}

}

package io.fletch.store.index;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

import io.fletch.store.io.Storage;

/**
 * Writes the file of a segment, section by section. The bytes are described in
 * {@code docs/format.md}.
 */
public final class IndexFileWriter implements AutoCloseable {

	static final byte[] MAGIC = "FLTCHIDX".getBytes(StandardCharsets.US_ASCII);

	static final int FORMAT = 1;

	static final int ALIGNMENT = 64;

	private final Storage storage;

	private final String path;

	private Storage.@Nullable FileWriter file;

	private final CRC32C checksum = new CRC32C();

	private final CRC32C fileChecksum = new CRC32C();

	private final List<Section> sections = new ArrayList<>();

	private long position = ALIGNMENT;

	private long start = ALIGNMENT;

	private IndexFileWriter(Storage storage, String path) {
		this.storage = storage;
		this.path = path;
	}

	/**
	 * Begins a file. It is made when its first section is written: working that out may
	 * take so long that an unfinished file would pass for one that a crash left behind.
	 * @param storage the folder of the table
	 * @param path the path of the file
	 * @return the writer
	 * @throws IOException if the file cannot be made
	 */
	public static IndexFileWriter create(Storage storage, String path) throws IOException {
		// Whoever may not write hears of it before the work.
		storage.create(path).close();
		return new IndexFileWriter(storage, path);
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
		file().finish();
		return new Written(this.position, (int) this.fileChecksum.getValue());
	}

	private void put(MemorySegment part) throws IOException {
		Storage.FileWriter target = file();
		update(this.fileChecksum, part);
		target.write(part);
		this.position += part.byteSize();
	}

	private Storage.FileWriter file() throws IOException {
		Storage.FileWriter begun = this.file;
		if (begun == null) {
			begun = this.storage.create(this.path);
			this.file = begun;
			ByteBuffer head = ByteBuffer.allocate(ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).putInt(FORMAT);
			update(this.fileChecksum, MemorySegment.ofArray(head.array()));
			begun.write(MemorySegment.ofArray(head.array()));
		}
		return begun;
	}

	private static void update(CRC32C checksum, MemorySegment part) {
		for (long from = 0; from < part.byteSize(); from += 1 << 30) {
			checksum.update(part.asSlice(from, Math.min(1 << 30, part.byteSize() - from)).asByteBuffer());
		}
	}

	@Override
	public void close() throws IOException {
		if (this.file != null) {
			this.file.close();
		}
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

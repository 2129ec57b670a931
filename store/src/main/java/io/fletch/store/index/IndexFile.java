package io.fletch.store.index;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.UnsupportedFormatException;
import io.fletch.store.io.Checksum;
import io.fletch.store.io.Storage;

/**
 * The file of a segment, mapped. Every byte of it was checked when it was opened.
 */
public final class IndexFile {

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final int TAIL = 2 * Integer.BYTES + IndexFileWriter.MAGIC.length;

	private final String path;

	private final MemorySegment bytes;

	private final List<MemorySegment> sections = new ArrayList<>();

	private IndexFile(String path, MemorySegment bytes) {
		this.path = path;
		this.bytes = bytes;
	}

	/**
	 * Maps a file and checks it.
	 * @param storage the folder of the table
	 * @param path the path of the file
	 * @return the file
	 * @throws IOException if it cannot be read
	 * @throws CorruptTableException if it is damaged
	 * @throws CancelledException if the thread is interrupted
	 * @throws UnsupportedFormatException if a newer version of the library wrote it
	 */
	public static IndexFile open(Storage storage, String path) throws IOException {
		IndexFile file = new IndexFile(path, storage.map(path));
		file.readFooter(false);
		return file;
	}

	/**
	 * Maps a file and checks that it is the one that a table knows.
	 * @param storage the folder of the table
	 * @param path the path of the file
	 * @param known what the table knows of it
	 * @return the file
	 * @throws IOException if it cannot be read
	 * @throws CorruptTableException if it is damaged, or another file
	 * @throws CancelledException if the thread is interrupted
	 * @throws UnsupportedFormatException if a newer version of the library wrote it
	 */
	public static IndexFile open(Storage storage, String path, IndexFileWriter.Written known) throws IOException {
		IndexFile file = new IndexFile(path, storage.map(path));
		file.require(file.byteSize() == known.byteSize(),
				"it has " + file.byteSize() + " bytes, but the table knows it with " + known.byteSize());
		file.require(checksum(file.bytes) == known.checksum(), "its checksum is not the one that the table knows");
		file.readFooter(true);
		return file;
	}

	private static int checksum(MemorySegment bytes) {
		return Checksum.of(bytes, CancelledException::throwIfInterrupted);
	}

	private void readFooter(boolean isChecked) {
		long size = this.bytes.byteSize();
		require(size >= IndexFileWriter.ALIGNMENT + TAIL && isMagic(0) && isMagic(size - IndexFileWriter.MAGIC.length),
				"it is not whole");
		int format = this.bytes.get(INT, IndexFileWriter.MAGIC.length);
		if (format != IndexFileWriter.FORMAT) {
			throw new UnsupportedFormatException("The index file " + this.path + " has the format " + format
					+ "; this version of the library reads format " + IndexFileWriter.FORMAT
					+ ". Use the version that wrote it, or a newer one.");
		}
		int count = this.bytes.get(INT, size - TAIL);
		long start = size - TAIL - (long) count * IndexFileWriter.Section.LENGTH;
		require(count >= 0 && start >= IndexFileWriter.ALIGNMENT, "it claims " + count + " sections");
		MemorySegment footer = this.bytes.asSlice(start, size - TAIL + Integer.BYTES - start);
		require(Checksum.of(footer) == this.bytes.get(INT, size - TAIL + Integer.BYTES),
				"the checksum of its footer does not hold");
		for (int i = 0; i < count; i++) {
			MemorySegment section = section(i, start + (long) i * IndexFileWriter.Section.LENGTH, start);
			int checksum = this.bytes.get(INT, start + (long) i * IndexFileWriter.Section.LENGTH + 2 * Long.BYTES);
			require(isChecked || checksum(section) == checksum, "the checksum of section " + i + " does not hold");
			this.sections.add(section);
		}
	}

	private MemorySegment section(int number, long entry, long end) {
		long offset = this.bytes.get(LONG, entry);
		long length = this.bytes.get(LONG, entry + Long.BYTES);
		require(offset >= IndexFileWriter.ALIGNMENT && offset % IndexFileWriter.ALIGNMENT == 0 && length >= 0
				&& offset <= end - length, "section " + number + " lies at " + offset);
		return this.bytes.asSlice(offset, length);
	}

	private boolean isMagic(long offset) {
		byte[] found = this.bytes.asSlice(offset, IndexFileWriter.MAGIC.length).toArray(ValueLayout.JAVA_BYTE);
		return Arrays.equals(found, IndexFileWriter.MAGIC);
	}

	/**
	 * Checks what is read of the file.
	 * @param condition what must be so
	 * @param what what is wrong otherwise
	 * @throws CorruptTableException if it is not so
	 */
	public void require(boolean condition, String what) {
		if (!condition) {
			throw new CorruptTableException(
					"The index file " + this.path + " is damaged: " + what + "; drop the index and create it again");
		}
	}

	/**
	 * Returns a section.
	 * @param number its number, from 0
	 * @return its bytes, which begin at a multiple of 64 bytes of the file
	 * @throws CorruptTableException if there is no such section
	 */
	public MemorySegment section(int number) {
		require(number < this.sections.size(), "it has no section " + number);
		return this.sections.get(number);
	}

	/**
	 * Returns the number of sections.
	 * @return the number
	 */
	public int sectionCount() {
		return this.sections.size();
	}

	/**
	 * Returns how long the file is.
	 * @return the length in bytes
	 */
	public long byteSize() {
		return this.bytes.byteSize();
	}

}

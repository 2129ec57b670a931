package io.fletch.store.data.blob;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.io.Checksum;

/**
 * A file of blobs that is mapped. Chunks of it are checked when they are first read; two
 * threads may check the same one at once.
 */
final class MappedBlobs {

	private final String path;

	private final MemorySegment blobs;

	private final int[] sums;

	/** One for each chunk that was checked. */
	private final AtomicIntegerArray checked;

	private MappedBlobs(String path, MemorySegment blobs, int[] sums) {
		this.path = path;
		this.blobs = blobs;
		this.sums = sums;
		this.checked = new AtomicIntegerArray(sums.length);
	}

	/**
	 * Reads a file of blobs.
	 * @throws CorruptTableException if it is damaged
	 */
	static MappedBlobs of(String path, MemorySegment file) {
		boolean hasSums = BlobWriter.requireHeader(path, file);
		return hasSums ? withSums(path, file) : new MappedBlobs(path, file, new int[0]);
	}

	private static MappedBlobs withSums(String path, MemorySegment file) {
		long end = file.byteSize() - BlobSums.END_LENGTH;
		require(path, end >= 0 && file.asSlice(file.byteSize() - BlobSums.MAGIC.length)
			.mismatch(MemorySegment.ofArray(BlobSums.MAGIC)) < 0);
		long length = (long) file.get(ValueLayout.JAVA_INT_UNALIGNED, end) * Integer.BYTES;
		require(path, length >= 0 && length <= end);
		MemorySegment checked = file.asSlice(end - length, length + Integer.BYTES);
		require(path, Checksum.of(checked) == file.get(ValueLayout.JAVA_INT_UNALIGNED, end + Integer.BYTES));
		int[] sums = checked.asSlice(0, length).toArray(ValueLayout.JAVA_INT_UNALIGNED);
		require(path, sums.length == (end - length + BlobSums.CHUNK - 1) / BlobSums.CHUNK);
		return new MappedBlobs(path, file.asSlice(0, end - length), sums);
	}

	private static void require(String path, boolean condition) {
		if (!condition) {
			throw new CorruptTableException("The file of blobs " + path
					+ " is damaged: it ends without checksums that hold; restore it from a backup");
		}
	}

	/**
	 * Returns the bytes of a blob, unchecked.
	 */
	MemorySegment bytes(BlobPlace place) {
		if (place.offset() < 0 || place.length() < 0 || place.offset() > this.blobs.byteSize() - place.length()) {
			throw new CorruptTableException("The file " + place.file() + " is damaged: it has " + this.blobs.byteSize()
					+ " bytes, and a blob of " + place.length() + " bytes at " + place.offset());
		}
		return this.blobs.asSlice(place.offset(), place.length());
	}

	/**
	 * Checks the chunks of a range, or the blob if the file has no checksums of chunks.
	 * @param offset where the range begins in the blob
	 */
	void requireRange(BlobPlace place, long offset, int length) {
		if (this.sums.length == 0) {
			place.requireChecksum(Checksum.of(bytes(place)));
			return;
		}
		long from = place.offset() + offset;
		for (int i = (int) (from / BlobSums.CHUNK); (long) i * BlobSums.CHUNK < from + length; i++) {
			if (this.checked.get(i) == 0) {
				requireChunk(i);
				this.checked.set(i, 1);
			}
		}
	}

	private void requireChunk(int chunk) {
		long from = (long) chunk * BlobSums.CHUNK;
		long length = Math.min(BlobSums.CHUNK, this.blobs.byteSize() - from);
		if (Checksum.of(this.blobs.asSlice(from, length)) != this.sums[chunk]) {
			throw new CorruptTableException("The file of blobs " + this.path + " is damaged: the checksum of the "
					+ length + " bytes at " + from + " does not hold; restore it from a backup");
		}
	}

}

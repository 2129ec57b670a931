package io.fletch.store.io;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/**
 * The checksum that every file of a table has.
 */
public final class Checksum {

	/** So many bytes take some hundredths of a second, if they are not on a disk. */
	private static final long STEP = 1 << 26;

	private Checksum() {
	}

	/**
	 * Computes the CRC-32C of some bytes, without a copy.
	 * @param bytes the bytes
	 * @return the checksum
	 */
	public static int of(MemorySegment bytes) {
		return of(bytes, () -> {
		});
	}

	/**
	 * Computes the CRC-32C of bytes of which there may be many.
	 * @param bytes the bytes
	 * @param before is run again and again, and may end it by an exception
	 * @return the checksum
	 */
	public static int of(MemorySegment bytes, Runnable before) {
		CRC32C checksum = new CRC32C();
		for (long from = 0; from < bytes.byteSize(); from += STEP) {
			before.run();
			checksum.update(bytes.asSlice(from, Math.min(STEP, bytes.byteSize() - from)).asByteBuffer());
		}
		return (int) checksum.getValue();
	}

}

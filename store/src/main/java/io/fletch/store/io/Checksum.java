package io.fletch.store.io;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/**
 * The checksum that every file of a table has.
 */
public final class Checksum {

	/** The longest segment that a byte buffer stands for, rounded down. */
	private static final long STEP = 1 << 30;

	private Checksum() {
	}

	/**
	 * Computes the CRC-32C of some bytes, without a copy.
	 * @param bytes the bytes
	 * @return the checksum
	 */
	public static int of(MemorySegment bytes) {
		CRC32C checksum = new CRC32C();
		for (long from = 0; from < bytes.byteSize(); from += STEP) {
			checksum.update(bytes.asSlice(from, Math.min(STEP, bytes.byteSize() - from)).asByteBuffer());
		}
		return (int) checksum.getValue();
	}

}

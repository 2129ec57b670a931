package io.fletch.store.ingest.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Bitmaps of Arrow: one bit a value, least significant first.
 */
final class Bits {

	private Bits() {
	}

	static long bytes(long bits) {
		return (bits + 7) >> 3;
	}

	static boolean isSet(MemorySegment bits, long index) {
		return (bits.get(ValueLayout.JAVA_BYTE, index >> 3) & (1 << (index & 7))) != 0;
	}

	static void set(MemorySegment bits, long index) {
		long at = index >> 3;
		bits.set(ValueLayout.JAVA_BYTE, at, (byte) (bits.get(ValueLayout.JAVA_BYTE, at) | (1 << (index & 7))));
	}

}

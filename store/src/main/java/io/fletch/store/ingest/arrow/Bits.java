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

	/**
	 * Counts the bits that are set.
	 */
	static int count(MemorySegment bits, long from, int length) {
		int count = 0;
		for (long i = from; i < from + length;) {
			if ((i & 7) == 0 && i + Long.SIZE <= from + length) {
				count += Long.bitCount(bits.get(LittleEndian.LONG, i >> 3));
				i += Long.SIZE;
			}
			else {
				count += isSet(bits, i) ? 1 : 0;
				i++;
			}
		}
		return count;
	}

	/**
	 * Sets bits that are 0.
	 */
	static void fill(MemorySegment target, long to, int length) {
		for (long i = 0; i < length; i++) {
			if (((to + i) & 7) == 0 && i + Byte.SIZE <= length) {
				long bytes = (length - i) >> 3;
				target.asSlice((to + i) >> 3, bytes).fill((byte) -1);
				i += bytes * Byte.SIZE - 1;
			}
			else {
				set(target, to + i);
			}
		}
	}

	/**
	 * Copies bits to where all bits are 0.
	 */
	static void copy(MemorySegment source, long from, MemorySegment target, long to, int length) {
		if (((from | to) & 7) == 0) {
			int done = length & ~7;
			MemorySegment.copy(source, from >> 3, target, to >> 3, length >> 3);
			copyEach(source, from + done, target, to + done, length - done);
			return;
		}
		int i = 0;
		for (; i < length && ((to + i) & 7) != 0; i++) {
			copyEach(source, from + i, target, to + i, 1);
		}
		for (; i + Byte.SIZE <= length; i += Byte.SIZE) {
			target.set(ValueLayout.JAVA_BYTE, (to + i) >> 3, eight(source, from + i));
		}
		copyEach(source, from + i, target, to + i, length - i);
	}

	private static byte eight(MemorySegment source, long from) {
		int low = Byte.toUnsignedInt(source.get(ValueLayout.JAVA_BYTE, from >> 3));
		int shift = (int) (from & 7);
		int high = (shift > 0) ? Byte.toUnsignedInt(source.get(ValueLayout.JAVA_BYTE, (from >> 3) + 1)) : 0;
		return (byte) ((low >> shift) | (high << (Byte.SIZE - shift)));
	}

	private static void copyEach(MemorySegment source, long from, MemorySegment target, long to, int length) {
		for (int i = 0; i < length; i++) {
			if (isSet(source, from + i)) {
				set(target, to + i);
			}
		}
	}

	private static void set(MemorySegment bits, long index) {
		long at = index >> 3;
		bits.set(ValueLayout.JAVA_BYTE, at, (byte) (bits.get(ValueLayout.JAVA_BYTE, at) | (1 << (index & 7))));
	}

}

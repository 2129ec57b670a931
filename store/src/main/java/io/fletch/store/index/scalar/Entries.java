package io.fletch.store.index.scalar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Pairs of a key and the ordinal of a row that holds it, in the order of both. Reads one
 * after the other.
 */
interface Entries {

	/**
	 * Goes to the next entry.
	 * @return whether there is one
	 */
	boolean next();

	/**
	 * Returns the key if it is a long, otherwise a long in the order of its first bytes.
	 */
	long prefix();

	/**
	 * Returns what the bytes of the key lie in; empty where keys are longs.
	 */
	MemorySegment bytes();

	long start();

	int length();

	int ordinal();

	/**
	 * Compares the keys of the current entries.
	 */
	default int compareKey(Entries other) {
		int order = Long.compare(prefix(), other.prefix());
		if (order != 0) {
			return order;
		}
		return PageLayout.compare(bytes(), start(), length(), other.bytes().asSlice(other.start(), other.length()));
	}

	/**
	 * Returns the first eight bytes of a key as a long of the same order.
	 */
	static long prefix(MemorySegment bytes, long start, int length) {
		long prefix = 0;
		for (int i = 0; i < Long.BYTES; i++) {
			int next = (i < length) ? bytes.get(ValueLayout.JAVA_BYTE, start + i) & 0xFF : 0;
			prefix = prefix << Byte.SIZE | next;
		}
		return prefix ^ Long.MIN_VALUE;
	}

}

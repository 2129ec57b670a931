package io.fletch.store.index.scalar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The bytes that {@link PageWriter} writes and {@link KeyPages} reads, as described in
 * {@code docs/format.md}.
 */
final class PageLayout {

	static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	/** The most keys of a page. */
	static final int PAGE_KEYS = 256;

	/** A page ends when its keys and rows take as many bytes. */
	static final int PAGE_BYTES = 1 << 16;

	/** A key of more rows than these has a page of its own, with a bitmap. */
	static final int LISTED_ROWS = 64;

	/** Marks the key count of a page that has a bitmap. */
	static final int BITMAP = -1;

	/** What the directory says of a page: its offset, the keys and rows before it. */
	static final int ENTRY_LENGTH = 3 * Long.BYTES;

	static final int HEADER_LENGTH = 4 * Integer.BYTES;

	private PageLayout() {
	}

	/**
	 * Compares bytes as unsigned numbers; the shorter is less where they begin alike.
	 */
	static int compare(MemorySegment left, long from, long length, MemorySegment right) {
		long size = right.byteSize();
		long mismatch = MemorySegment.mismatch(left, from, from + length, right, 0, size);
		if (mismatch >= 0 && mismatch < Math.min(length, size)) {
			return Byte.compareUnsigned(left.get(ValueLayout.JAVA_BYTE, from + mismatch),
					right.get(ValueLayout.JAVA_BYTE, mismatch));
		}
		return Long.compare(length, size);
	}

}

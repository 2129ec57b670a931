package io.fletch.store.data.buffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Which values of a column are not null: one bit a value, least significant first. An
 * empty segment means that none is null.
 *
 * @param bits the bits
 */
public record Validity(MemorySegment bits) {

	public boolean isAbsent() {
		return this.bits.byteSize() == 0;
	}

	public boolean isNull(int row) {
		return this.bits.byteSize() > 0 && !isSet(this.bits, row);
	}

	public static boolean isSet(MemorySegment bits, int index) {
		return (bits.get(ValueLayout.JAVA_BYTE, index >> 3) & (1 << (index & 7))) != 0;
	}

	int nullCount(int length) {
		int nulls = 0;
		for (int i = 0; i < length; i++) {
			nulls += isNull(i) ? 1 : 0;
		}
		return nulls;
	}

}

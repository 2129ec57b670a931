package io.fletch.store.data.buffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where the values of different lengths begin and end: one offset more than there are
 * values.
 *
 * @param data the offsets
 * @param isWide whether they are int64, not int32
 */
public record Offsets(MemorySegment data, boolean isWide) {

	public long at(int index) {
		return this.isWide ? this.data.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, index)
				: this.data.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, index);
	}

}

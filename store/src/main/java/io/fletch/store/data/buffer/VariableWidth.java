package io.fletch.store.data.buffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The layout of values of different lengths: offsets, and the bytes of all values.
 *
 * @param validity which values are not null
 * @param offsets the offsets
 * @param bytes the bytes
 */
public record VariableWidth(Validity validity, Offsets offsets, MemorySegment bytes) {

	public static VariableWidth decode(BufferSource source, boolean isWide) {
		BufferSource.Node node = source.node();
		Offsets offsets = source.offsets(node.length(), isWide);
		MemorySegment bytes = source.buffer((node.length() > 0) ? offsets.at(node.length()) : 0);
		return new VariableWidth(node.validity(), offsets, bytes);
	}

	public byte[] value(int row) {
		return slice(row).toArray(ValueLayout.JAVA_BYTE);
	}

	public MemorySegment slice(int row) {
		long start = this.offsets.at(row);
		return this.bytes.asSlice(start, this.offsets.at(row + 1) - start);
	}

	public boolean hasBytes(int row, byte[] other) {
		long start = this.offsets.at(row);
		if (this.offsets.at(row + 1) - start != other.length) {
			return false;
		}
		for (int i = 0; i < other.length; i++) {
			if (this.bytes.get(ValueLayout.JAVA_BYTE, start + i) != other[i]) {
				return false;
			}
		}
		return true;
	}

	public int compare(int row, byte[] other) {
		long start = this.offsets.at(row);
		long length = this.offsets.at(row + 1) - start;
		int common = (int) Math.min(length, other.length);
		for (int i = 0; i < common; i++) {
			int difference = Byte.compareUnsigned(this.bytes.get(ValueLayout.JAVA_BYTE, start + i), other[i]);
			if (difference != 0) {
				return difference;
			}
		}
		return Long.compare(length, other.length);
	}

}

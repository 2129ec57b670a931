package io.fletch.store.index.vector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.fletch.store.index.IndexFileWriter;

/**
 * Numbers as they stand in a section: little-endian, 32 bits each.
 */
final class Numbers {

	static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final int PIECE = 1 << 18;

	private Numbers() {
	}

	/**
	 * Writes numbers, however many.
	 */
	static void write(IndexFileWriter target, float[] values) throws IOException {
		for (int from = 0; from < values.length; from += Math.min(PIECE, values.length - from)) {
			target.write(bytes(Arrays.copyOfRange(values, from, from + Math.min(PIECE, values.length - from))));
		}
	}

	/**
	 * Writes numbers, however many.
	 */
	static void write(IndexFileWriter target, int[] values) throws IOException {
		for (int from = 0; from < values.length; from += Math.min(PIECE, values.length - from)) {
			target.write(bytes(Arrays.copyOfRange(values, from, from + Math.min(PIECE, values.length - from))));
		}
	}

	private static MemorySegment bytes(float... values) {
		MemorySegment bytes = MemorySegment.ofArray(new byte[values.length * Float.BYTES]);
		MemorySegment.copy(values, 0, bytes, FLOAT, 0, values.length);
		return bytes;
	}

	static MemorySegment bytes(int... values) {
		MemorySegment bytes = MemorySegment.ofArray(new byte[values.length * Integer.BYTES]);
		MemorySegment.copy(values, 0, bytes, INT, 0, values.length);
		return bytes;
	}

	static float[] floats(MemorySegment section) {
		float[] values = new float[(int) (section.byteSize() / Float.BYTES)];
		MemorySegment.copy(section, FLOAT, 0, values, 0, values.length);
		return values;
	}

	static int[] ints(MemorySegment section) {
		int[] values = new int[(int) (section.byteSize() / Integer.BYTES)];
		MemorySegment.copy(section, INT, 0, values, 0, values.length);
		return values;
	}

}

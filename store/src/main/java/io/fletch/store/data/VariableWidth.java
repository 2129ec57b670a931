package io.fletch.store.data;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The layout of values of different lengths: int32 offsets, one more than there are
 * values, and the bytes of all values.
 *
 * @param validity which values are not null
 * @param offsets the offsets
 * @param bytes the bytes
 */
record VariableWidth(Validity validity, MemorySegment offsets, MemorySegment bytes) {

	static void encode(List<? extends @Nullable Object> values, Function<Object, byte[]> encoder, BufferSink sink) {
		ByteBuffer offsets = ByteBuffer.allocate((values.size() + 1) * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		offsets.putInt(0);
		for (Object value : values) {
			if (value != null) {
				bytes.writeBytes(encoder.apply(value));
			}
			offsets.putInt(bytes.size());
		}
		sink.buffer(offsets.array());
		sink.buffer(bytes.toByteArray());
	}

	static VariableWidth decode(BufferSource.Node node, BufferSource source) {
		MemorySegment offsets = source.offsets(node.length());
		MemorySegment bytes = source.buffer(lastOffset(offsets, node.length()));
		return new VariableWidth(node.validity(), offsets, bytes);
	}

	static int lastOffset(MemorySegment offsets, int length) {
		return offsets.get(ValueLayout.JAVA_INT_UNALIGNED, (long) length * Integer.BYTES);
	}

	byte[] value(int row) {
		return slice(row).toArray(ValueLayout.JAVA_BYTE);
	}

	private MemorySegment slice(int row) {
		int start = this.offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, row);
		int end = this.offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, row + 1);
		return this.bytes.asSlice(start, end - start);
	}

}

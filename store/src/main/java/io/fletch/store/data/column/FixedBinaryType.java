package io.fletch.store.data.column;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.UUID;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.value.MisfitException;

/**
 * Binary data of one length. The Java form is byte[]; 16 bytes take a UUID too.
 */
public final class FixedBinaryType extends FixedWidthType {

	FixedBinaryType(int width) {
		super("fixed_size_binary(" + width + ")", width);
	}

	@Override
	public Object take(Object value) {
		byte[] bytes = switch (value) {
			case byte[] given -> given;
			case ByteBuffer buffer -> BinaryType.bytes(buffer);
			case UUID uuid -> ByteBuffer.allocate(2 * Long.BYTES)
				.putLong(uuid.getMostSignificantBits())
				.putLong(uuid.getLeastSignificantBits())
				.array();
			default -> throw MisfitException.ofType(value, label());
		};
		if (bytes.length != width()) {
			throw MisfitException.ofType(value, label());
		}
		return bytes;
	}

	@Override
	public void put(BufferBuilder target, Object value) {
		target.putBytes((byte[]) value);
	}

	@Override
	Object read(MemorySegment data, int row) {
		return data.asSlice((long) row * width(), width()).toArray(ValueLayout.JAVA_BYTE);
	}

	@Override
	long longAt(MemorySegment data, int row) {
		throw new UnsupportedOperationException("Values of the type " + label() + " are no longs");
	}

}

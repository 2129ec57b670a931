package io.fletch.store.data.column;

import java.nio.ByteBuffer;

import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferSource;
import io.fletch.store.data.buffer.VariableWidth;
import io.fletch.store.data.value.MisfitException;

/**
 * Binary data of any length. The Java form is byte[].
 */
public final class BinaryType extends ColumnType {

	private final boolean isLarge;

	BinaryType(boolean isLarge) {
		this.isLarge = isLarge;
	}

	@Override
	public String label() {
		return this.isLarge ? "large_binary" : "binary";
	}

	@Override
	public Object take(Object value) {
		return switch (value) {
			case byte[] bytes -> bytes;
			case ByteBuffer buffer -> bytes(buffer);
			default -> throw MisfitException.ofType(value, label());
		};
	}

	static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(buffer.position(), bytes);
		return bytes;
	}

	@Override
	public ColumnWriter writer(BlobTarget blobs) {
		return new VariableWidthWriter(this.isLarge, (value) -> (byte[]) value);
	}

	@Override
	public ColumnReader decode(BufferSource source) {
		return new ColumnReader.Binary(VariableWidth.decode(source, this.isLarge));
	}

}

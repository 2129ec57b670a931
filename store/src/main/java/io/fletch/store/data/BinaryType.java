package io.fletch.store.data;

import java.nio.ByteBuffer;

/**
 * Binary data of any length. The Java form is byte[].
 */
final class BinaryType extends ColumnType {

	private final boolean isLarge;

	BinaryType(boolean isLarge) {
		this.isLarge = isLarge;
	}

	@Override
	public String label() {
		return this.isLarge ? "large_binary" : "binary";
	}

	@Override
	Object take(Object value) {
		return switch (value) {
			case byte[] bytes -> bytes;
			case ByteBuffer buffer -> bytes(buffer);
			default -> throw MisfitException.of(value, this);
		};
	}

	static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(buffer.position(), bytes);
		return bytes;
	}

	@Override
	ColumnWriter writer(BlobTarget blobs) {
		return new VariableWidthWriter(this.isLarge, (value) -> (byte[]) value);
	}

	@Override
	ColumnReader decode(BufferSource source) {
		return new ColumnReader.Binary(VariableWidth.decode(source, this.isLarge));
	}

}

package io.fletch.store.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Vectors of one length: fixed-size lists of float32.
 */
public final class VectorType extends ColumnType {

	private final int dimensions;

	VectorType(int dimensions) {
		this.dimensions = dimensions;
	}

	/**
	 * Returns the length of the vectors.
	 * @return the number of dimensions
	 */
	public int dimensions() {
		return this.dimensions;
	}

	@Override
	public String label() {
		return "vector of " + this.dimensions + " float32";
	}

	@Override
	public @Nullable Object coerce(Object value) {
		float[] vector = switch (value) {
			case float[] floats -> floats;
			case List<?> list -> floats(list);
			default -> null;
		};
		return (vector != null && vector.length == this.dimensions && isFinite(vector)) ? vector : null;
	}

	@Override
	void encode(List<? extends @Nullable Object> values, BufferSink sink) {
		sink.node(values);
		sink.node(values.size() * this.dimensions);
		int stride = this.dimensions * Float.BYTES;
		ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(values.size(), stride))
			.order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < values.size(); i++) {
			if (values.get(i) instanceof float[] vector) {
				buffer.position(i * stride).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
			}
		}
		sink.buffer(buffer.array());
	}

	@Override
	ColumnReader decode(BufferSource source) {
		BufferSource.Node node = source.node();
		source.node();
		return new ColumnReader.Vectors(node.validity(),
				source.buffer((long) node.length() * this.dimensions * Float.BYTES), this.dimensions);
	}

	private static float @Nullable [] floats(List<?> list) {
		float[] vector = new float[list.size()];
		for (int i = 0; i < vector.length; i++) {
			if (!(list.get(i) instanceof Number number)) {
				return null;
			}
			vector[i] = number.floatValue();
		}
		return vector;
	}

	private static boolean isFinite(float[] vector) {
		for (float value : vector) {
			if (!Float.isFinite(value)) {
				return false;
			}
		}
		return true;
	}

}

package io.fletch.store.data.column;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.buffer.BufferSink;
import io.fletch.store.data.buffer.BufferSource;
import io.fletch.store.data.buffer.ValidityBuilder;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.data.value.Sequences;

/**
 * Vectors: fixed-size lists of float16, float32, float64, int8 or uint8. The Java form is
 * float[] (float16, float32), double[] or byte[]; where an element is null, it is a List.
 */
public final class VectorType extends ColumnType {

	private final FixedWidthType elementType;

	private final boolean hasNullableElements;

	private final int dimensions;

	VectorType(Field element, FixedWidthType elementType, int dimensions) {
		this.elementType = elementType;
		this.hasNullableElements = element.isNullable();
		this.dimensions = dimensions;
	}

	static boolean isElement(ColumnType type) {
		return type instanceof FloatType || (type instanceof IntegerType && ((IntegerType) type).width() == Byte.BYTES);
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
		return "vector of " + this.dimensions + " " + this.elementType.label();
	}

	@Override
	public Object take(Object value) {
		Object vector = switch (value) {
			case float[] floats when isFloats() -> floats;
			case double[] doubles when isDoubles() -> doubles;
			case byte[] bytes when isBytes() -> bytes;
			default -> convert(value);
		};
		requireFinite(vector);
		if (length(vector) != this.dimensions) {
			throw MisfitException.ofType(value, label());
		}
		return vector;
	}

	private boolean isFloats() {
		return this.elementType.width() == Float.BYTES;
	}

	private boolean isDoubles() {
		return this.elementType.width() == Double.BYTES;
	}

	private boolean isBytes() {
		return this.elementType.width() == Byte.BYTES;
	}

	private Object convert(Object value) {
		Collection<?> given = Sequences.elements(value);
		if (given == null || given.size() != this.dimensions) {
			throw MisfitException.ofType(value, label());
		}
		List<@Nullable Object> list = ListType.take(given,
				new Element("item", this.elementType, this.hasNullableElements));
		return list.contains(null) ? list : pack(list);
	}

	private Object pack(List<@Nullable Object> list) {
		if (isBytes()) {
			byte[] bytes = new byte[list.size()];
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] = (list.get(i) instanceof Integer number) ? number.byteValue() : 0;
			}
			return bytes;
		}
		if (isDoubles()) {
			double[] doubles = new double[list.size()];
			for (int i = 0; i < doubles.length; i++) {
				doubles[i] = (list.get(i) instanceof Double number) ? number : 0;
			}
			return doubles;
		}
		float[] floats = new float[list.size()];
		for (int i = 0; i < floats.length; i++) {
			floats[i] = (list.get(i) instanceof Float number) ? number : 0;
		}
		return floats;
	}

	private static int length(Object vector) {
		return switch (vector) {
			case float[] floats -> floats.length;
			case double[] doubles -> doubles.length;
			case byte[] bytes -> bytes.length;
			default -> ((List<?>) vector).size();
		};
	}

	private void requireFinite(Object vector) {
		switch (vector) {
			case float[] floats -> {
				for (int i = 0; i < floats.length; i++) {
					if (!Float.isFinite(floats[i])) {
						throw notFinite(vector, i, floats[i]);
					}
				}
			}
			case double[] doubles -> {
				for (int i = 0; i < doubles.length; i++) {
					if (!Double.isFinite(doubles[i])) {
						throw notFinite(vector, i, doubles[i]);
					}
				}
			}
			case List<?> list -> {
				for (int i = 0; i < list.size(); i++) {
					if (list.get(i) instanceof Number number && !Double.isFinite(number.doubleValue())) {
						throw notFinite(vector, i, number.doubleValue());
					}
				}
			}
			default -> {
			}
		}
	}

	private MisfitException notFinite(Object vector, int position, double value) {
		return MisfitException.of(
				"a vector of " + length(vector) + " dimensions with " + value + " at position " + position,
				"takes a " + label() + ", all finite");
	}

	@Override
	public ColumnWriter writer(BlobTarget blobs) {
		return new VectorWriter(this.elementType, this.dimensions);
	}

	@Override
	public ColumnReader decode(BufferSource source) {
		BufferSource.Node node = source.node();
		source.requireChild((long) node.length() * this.dimensions);
		ColumnReader.FixedWidth elements = (ColumnReader.FixedWidth) this.elementType.decode(source);
		return new ColumnReader.Vectors(node.validity(), elements, this.dimensions);
	}

	static List<@Nullable Object> listOf(ColumnReader elements, long from, int count) {
		List<@Nullable Object> list = new ArrayList<>(count);
		for (long i = from; i < from + count; i++) {
			list.add(elements.get((int) i));
		}
		return Collections.unmodifiableList(list);
	}

	private static final class VectorWriter extends ColumnWriter {

		private final FixedWidthType elementType;

		private final int dimensions;

		private final ValidityBuilder elementValidity = new ValidityBuilder();

		private final BufferBuilder data = new BufferBuilder();

		private VectorWriter(FixedWidthType elementType, int dimensions) {
			this.elementType = elementType;
			this.dimensions = dimensions;
		}

		@Override
		void put(Object value) {
			switch (value) {
				case float[] floats when this.elementType.width() == Float.BYTES -> this.data.putFloats(floats);
				case float[] floats -> putHalves(floats);
				case double[] doubles -> this.data.putDoubles(doubles);
				case byte[] bytes -> this.data.putBytes(bytes);
				default -> putList((List<?>) value);
			}
			if (!(value instanceof List<?>)) {
				this.elementValidity.add(true, this.dimensions);
			}
		}

		private void putHalves(float[] floats) {
			for (float number : floats) {
				this.data.putShort(Float.floatToFloat16(number));
			}
		}

		private void putList(List<?> elements) {
			for (Object element : elements) {
				this.elementValidity.add(element != null);
				if (element != null) {
					this.elementType.put(this.data, element);
				}
				else {
					this.data.putZeros(this.elementType.width());
				}
			}
		}

		@Override
		void putNulls(int count) {
			int elements = Math.multiplyExact(count, this.dimensions);
			this.elementValidity.add(true, elements);
			this.data.putZeros((long) elements * this.elementType.width());
		}

		@Override
		void copyValues(ColumnReader source, int from, int count) {
			ColumnReader.FixedWidth elements = ((ColumnReader.Vectors) source).elements();
			long stride = (long) this.dimensions * this.elementType.width();
			this.elementValidity.copy(elements.validity(), from * this.dimensions, count * this.dimensions);
			this.data.putSegment(elements.data(), from * stride, count * stride);
		}

		@Override
		long valueSize() {
			return (long) this.data.length() + this.elementValidity.byteSize();
		}

		@Override
		void emitValues(BufferSink sink) {
			this.elementValidity.emit(sink);
			sink.buffer(this.data);
		}

		@Override
		void clearValues() {
			this.elementValidity.clear();
			this.data.clear();
		}

	}

}

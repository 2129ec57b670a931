package io.fletch.store.ingest.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntFunction;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * Reads fixed-size lists: arrays where the elements are numbers and none is null.
 */
final class VectorValues {

	private VectorValues() {
	}

	static ColumnValues of(ArrowColumn column, int size) {
		ArrowColumn child = column.children().get(0);
		ColumnValues elements = ColumnValues.of(child);
		IntFunction<Object> lists = (row) -> VariableValues.list(elements, (long) row * size, (row + 1L) * size,
				child.length());
		IntFunction<Object> arrays = arrays(child, size);
		if (arrays == null) {
			return ColumnValues.nullable(column, lists);
		}
		if (child.validity().byteSize() == 0) {
			return ColumnValues.nullable(column, arrays);
		}
		return ColumnValues.nullable(column, (row) -> hasNull(child, row, size) ? lists.apply(row) : arrays.apply(row));
	}

	private static boolean hasNull(ArrowColumn child, int row, int size) {
		for (int i = row * size; i < (row + 1) * size; i++) {
			if (child.isNull(i)) {
				return true;
			}
		}
		return false;
	}

	private static @Nullable IntFunction<Object> arrays(ArrowColumn child, int size) {
		if (child.buffers().isEmpty()) {
			return null;
		}
		MemorySegment data = child.buffer(0);
		return switch (child.field().getType()) {
			case ArrowType.FloatingPoint real when real.getPrecision() == FloatingPointPrecision.SINGLE ->
				(row) -> slice(data, row, size, Float.BYTES).toArray(LittleEndian.FLOAT);
			case ArrowType.FloatingPoint real when real.getPrecision() == FloatingPointPrecision.DOUBLE ->
				(row) -> slice(data, row, size, Double.BYTES).toArray(LittleEndian.DOUBLE);
			case ArrowType.FloatingPoint real -> (row) -> {
				float[] vector = new float[size];
				for (int i = 0; i < size; i++) {
					vector[i] = Float.float16ToFloat(data.getAtIndex(LittleEndian.SHORT, (long) row * size + i));
				}
				return vector;
			};
			case ArrowType.Int integer when integer.getBitWidth() == Byte.SIZE ->
				(row) -> slice(data, row, size, Byte.BYTES).toArray(ValueLayout.JAVA_BYTE);
			default -> null;
		};
	}

	private static MemorySegment slice(MemorySegment data, int row, int size, int width) {
		return data.asSlice((long) row * size * width, (long) size * width);
	}

}

package io.fletch.store.data;

import java.util.List;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * How the values of one Arrow type are checked, written and read. Each type has one Java
 * form: String, byte[], Boolean, Integer, Long, Float, Double, Instant, float[] or List.
 */
public abstract sealed class ColumnType
		permits TextType, BinaryType, BooleanType, FixedWidthType, VectorType, ListType {

	/**
	 * Returns the type of a field.
	 * @param field the field
	 * @return its type
	 * @throws InvalidInputException if the type is not supported
	 */
	public static ColumnType of(Field field) {
		ArrowType type = field.getType();
		return switch (type) {
			case ArrowType.Utf8 utf8 -> TextType.INSTANCE;
			case ArrowType.Binary binary -> BinaryType.INSTANCE;
			case ArrowType.Bool bool -> BooleanType.INSTANCE;
			case ArrowType.Int integer when integer.getIsSigned() && integer.getBitWidth() == 32 ->
				FixedWidthType.INT32;
			case ArrowType.Int integer when integer.getIsSigned() && integer.getBitWidth() == 64 ->
				FixedWidthType.INT64;
			case ArrowType.FloatingPoint real when real.getPrecision() == FloatingPointPrecision.SINGLE ->
				FixedWidthType.FLOAT32;
			case ArrowType.FloatingPoint real when real.getPrecision() == FloatingPointPrecision.DOUBLE ->
				FixedWidthType.FLOAT64;
			case ArrowType.Timestamp time when time.getUnit() == TimeUnit.MICROSECOND
					&& "UTC".equals(time.getTimezone()) ->
				FixedWidthType.TIMESTAMP;
			case ArrowType.FixedSizeList list when of(field.getChildren().get(0)) == FixedWidthType.FLOAT32 ->
				new VectorType(list.getListSize());
			case ArrowType.List list -> new ListType(field.getChildren().get(0));
			default -> throw new InvalidInputException("The field '" + field.getName() + "' has the type " + type
					+ ", which is not supported; supported are utf8, binary, bool, int32, int64, float32, float64, "
					+ "timestamp[us, UTC], list, and fixed-size list of float32");
		};
	}

	/**
	 * Returns the name of the type in messages.
	 * @return the name
	 */
	public abstract String label();

	/**
	 * Brings a value into the Java form of this type.
	 * @param value the value
	 * @return the value in that form, or {@code null} if it does not fit the type
	 */
	public abstract @Nullable Object coerce(Object value);

	abstract void encode(List<? extends @Nullable Object> values, BufferSink sink);

	abstract ColumnReader decode(BufferSource source);

}

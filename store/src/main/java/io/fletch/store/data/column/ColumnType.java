package io.fletch.store.data.column;

import java.util.List;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferSource;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.error.InvalidInputException;

/**
 * How the values of one Arrow type are checked, written and read. Each type has one Java
 * form, which {@link #coerce(Object)} makes of everything that is taken.
 */
public abstract sealed class ColumnType permits NullType, BooleanType, FixedWidthType, TextType, JsonType, BinaryType,
		BlobType, VectorType, FixedListType, ListType, StructType, MapType {

	/**
	 * Returns the type of a field.
	 * @param field the field
	 * @return its type
	 * @throws InvalidInputException if the type is not supported
	 */
	public static ColumnType of(Field field) {
		List<Field> children = field.getChildren();
		return switch (storage(field.getType())) {
			case ArrowType.Null type -> new NullType();
			case ArrowType.Bool type -> new BooleanType();
			case ArrowType.Int type when field.getDictionary() == null -> integer(field, type);
			case ArrowType.FloatingPoint type -> new FloatType(bits(type.getPrecision()));
			case ArrowType.Decimal type -> decimal(field, type);
			case ArrowType.Date type -> new DateType(type.getUnit());
			case ArrowType.Time type when type.getBitWidth() == TimeType.bits(type.getUnit()) ->
				new TimeType(type.getUnit(), type.getBitWidth());
			case ArrowType.Timestamp type -> new TimestampType(type.getUnit(), type.getTimezone());
			case ArrowType.Duration type -> new DurationType(type.getUnit());
			case ArrowType.Utf8 type -> text(field, false);
			case ArrowType.LargeUtf8 type -> text(field, true);
			case ArrowType.Binary type -> binary(field, false);
			case ArrowType.LargeBinary type -> binary(field, true);
			case ArrowType.FixedSizeBinary type when type.getByteWidth() > 0 ->
				new FixedBinaryType(type.getByteWidth());
			case ArrowType.List type when children.size() == 1 -> new ListType(children.get(0), false);
			case ArrowType.LargeList type when children.size() == 1 -> new ListType(children.get(0), true);
			case ArrowType.FixedSizeList type when children.size() == 1 && type.getListSize() > 0 ->
				fixedList(children.get(0), type.getListSize());
			case ArrowType.Struct type when !children.isEmpty() -> new StructType(children);
			case ArrowType.Map type when children.size() == 1 && children.get(0).getChildren().size() == 2 ->
				new MapType(children.get(0));
			default -> throw unsupported(field);
		};
	}

	public static ArrowType storage(ArrowType type) {
		return (type instanceof ArrowType.ExtensionType extension) ? extension.storageType() : type;
	}

	private static ColumnType integer(Field field, ArrowType.Int type) {
		return switch (type.getBitWidth()) {
			case 8, 16, 32, 64 -> new IntegerType(type.getBitWidth(), type.getIsSigned());
			default -> throw unsupported(field);
		};
	}

	private static int bits(FloatingPointPrecision precision) {
		return switch (precision) {
			case HALF -> 16;
			case SINGLE -> 32;
			case DOUBLE -> 64;
		};
	}

	private static ColumnType decimal(Field field, ArrowType.Decimal type) {
		int maxPrecision = switch (type.getBitWidth()) {
			case 128 -> 38;
			case 256 -> 76;
			default -> 0;
		};
		if (type.getPrecision() < 1 || type.getPrecision() > maxPrecision
				|| Math.abs((long) type.getScale()) > maxPrecision) {
			throw unsupported(field);
		}
		return new DecimalType(type.getPrecision(), type.getScale(), type.getBitWidth());
	}

	private static ColumnType text(Field field, boolean isLarge) {
		return JsonType.isJson(field) ? new JsonType(isLarge) : new TextType(isLarge);
	}

	private static ColumnType binary(Field field, boolean isLarge) {
		return BlobType.isBlob(field) ? new BlobType() : new BinaryType(isLarge);
	}

	private static ColumnType fixedList(Field element, int size) {
		ColumnType type = of(element);
		return (type instanceof FixedWidthType numbers && VectorType.isElement(type))
				? new VectorType(element, numbers, size) : new FixedListType(element, size);
	}

	private static InvalidInputException unsupported(Field field) {
		return new InvalidInputException("The field '" + field.getName() + "' has the type " + field.getType()
				+ ((field.getDictionary() != null) ? " with a dictionary" : "")
				+ ", which is not supported; supported are null, bool, int8 to int64, uint8 to uint64, "
				+ "float16, float32, float64, decimal128, decimal256, date32, date64, time32, time64, timestamp, "
				+ "duration, utf8, large_utf8 (also JSON, and dictionaries of utf8), binary, large_binary (also "
				+ "blobs), fixed_size_binary, list, large_list, fixed_size_list, struct and map");
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
	public final @Nullable Object coerce(Object value) {
		try {
			return take(value);
		}
		catch (MisfitException ex) {
			return null;
		}
	}

	/**
	 * Brings a value into the Java form of this type.
	 * @param value the value
	 * @return the value in that form
	 * @throws MisfitException if it does not fit
	 */
	public abstract Object take(Object value);

	public abstract ColumnWriter writer(BlobTarget blobs);

	public abstract ColumnReader decode(BufferSource source);

}

package io.fletch.store.ingest.parquet;

import java.util.List;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * The Arrow schema of a Parquet file.
 */
final class ParquetSchema {

	private static final int DECIMAL_BITS = 128;

	private static final int DECIMAL_DIGITS = 38;

	private ParquetSchema() {
	}

	static Schema of(MessageType type) {
		return new Schema(type.getFields().stream().map(ParquetSchema::field).toList());
	}

	private static Field field(Type type) {
		if (type.isRepetition(Type.Repetition.REPEATED)) {
			// Outside of a LIST, a repeated field is a list of its own.
			return new Field(type.getName(), FieldType.notNullable(new ArrowType.List()),
					List.of(single(type, "item", false)));
		}
		return single(type, type.getName(), type.isRepetition(Type.Repetition.OPTIONAL));
	}

	private static Field single(Type type, String name, boolean nullable) {
		if (type.isPrimitive()) {
			return new Field(name, new FieldType(nullable, primitive(type.asPrimitiveType()), null), null);
		}
		GroupType group = type.asGroupType();
		Shape shape = Shape.of(group);
		ArrowType arrow = switch (shape) {
			case STRUCT -> new ArrowType.Struct();
			case LIST -> new ArrowType.List();
			case MAP -> new ArrowType.Map(false);
		};
		List<Field> children = switch (shape) {
			case STRUCT -> group.getFields().stream().map(ParquetSchema::field).toList();
			case LIST -> List.of(element(group));
			case MAP -> List.of(entries(group));
		};
		return new Field(name, new FieldType(nullable, arrow, null), children);
	}

	private static Field element(GroupType list) {
		Type repeated = list.getType(0);
		if (Shape.isElement(list, repeated)) {
			return single(repeated, "item", false);
		}
		Type element = repeated.asGroupType().getType(0);
		return single(element, "item", element.isRepetition(Type.Repetition.OPTIONAL));
	}

	private static Field entries(GroupType map) {
		GroupType entry = map.getType(0).asGroupType();
		Type value = entry.getType(1);
		return new Field("entries", FieldType.notNullable(new ArrowType.Struct()),
				List.of(single(entry.getType(0), "key", false),
						single(value, "value", value.isRepetition(Type.Repetition.OPTIONAL))));
	}

	private static ArrowType primitive(PrimitiveType type) {
		LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
		ArrowType known = (logical != null) ? logical(type, logical) : null;
		if (known != null) {
			return known;
		}
		return switch (type.getPrimitiveTypeName()) {
			case BOOLEAN -> new ArrowType.Bool();
			case INT32 -> new ArrowType.Int(Integer.SIZE, true);
			case INT64 -> new ArrowType.Int(Long.SIZE, true);
			case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
			case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
			case INT96 -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
			case BINARY, FIXED_LEN_BYTE_ARRAY -> new ArrowType.Binary();
		};
	}

	private static @Nullable ArrowType logical(PrimitiveType type, LogicalTypeAnnotation logical) {
		return switch (logical) {
			case LogicalTypeAnnotation.StringLogicalTypeAnnotation text -> new ArrowType.Utf8();
			case LogicalTypeAnnotation.EnumLogicalTypeAnnotation constant -> new ArrowType.Utf8();
			case LogicalTypeAnnotation.JsonLogicalTypeAnnotation json -> new ArrowType.Utf8();
			case LogicalTypeAnnotation.UUIDLogicalTypeAnnotation uuid -> new ArrowType.Utf8();
			case LogicalTypeAnnotation.IntLogicalTypeAnnotation integer ->
				new ArrowType.Int(integer.getBitWidth(), integer.isSigned());
			case LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal -> decimal(type, decimal);
			case LogicalTypeAnnotation.DateLogicalTypeAnnotation date -> new ArrowType.Date(DateUnit.DAY);
			case LogicalTypeAnnotation.TimeLogicalTypeAnnotation time -> new ArrowType.Time(unit(time.getUnit()),
					(time.getUnit() == LogicalTypeAnnotation.TimeUnit.MILLIS) ? Integer.SIZE : Long.SIZE);
			case LogicalTypeAnnotation.TimestampLogicalTypeAnnotation timestamp ->
				new ArrowType.Timestamp(unit(timestamp.getUnit()), timestamp.isAdjustedToUTC() ? "UTC" : null);
			case LogicalTypeAnnotation.Float16LogicalTypeAnnotation real ->
				new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);
			case LogicalTypeAnnotation.IntervalLogicalTypeAnnotation interval ->
				throw new InvalidInputException("The Parquet column '" + type.getName()
						+ "' holds intervals of months, days and milliseconds, which cannot be stored; leave it out");
			default -> null;
		};
	}

	private static ArrowType decimal(PrimitiveType type, LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal) {
		if (decimal.getPrecision() > DECIMAL_DIGITS) {
			throw new InvalidInputException("The Parquet column '" + type.getName() + "' holds decimals of "
					+ decimal.getPrecision() + " digits; at most " + DECIMAL_DIGITS + " can be stored");
		}
		return new ArrowType.Decimal(decimal.getPrecision(), decimal.getScale(), DECIMAL_BITS);
	}

	private static TimeUnit unit(LogicalTypeAnnotation.TimeUnit unit) {
		return switch (unit) {
			case MILLIS -> TimeUnit.MILLISECOND;
			case MICROS -> TimeUnit.MICROSECOND;
			case NANOS -> TimeUnit.NANOSECOND;
		};
	}

	/**
	 * What a group stands for.
	 */
	enum Shape {

		STRUCT, LIST, MAP;

		static Shape of(GroupType group) {
			boolean single = group.getFieldCount() == 1 && group.getType(0).isRepetition(Type.Repetition.REPEATED);
			return switch (group.getLogicalTypeAnnotation()) {
				case LogicalTypeAnnotation.ListLogicalTypeAnnotation list when single -> LIST;
				case LogicalTypeAnnotation.MapLogicalTypeAnnotation map when single && isEntry(group.getType(0)) -> MAP;
				case LogicalTypeAnnotation.MapKeyValueTypeAnnotation map when single && isEntry(group.getType(0)) ->
					MAP;
				case null, default -> STRUCT;
			};
		}

		private static boolean isEntry(Type repeated) {
			return !repeated.isPrimitive() && repeated.asGroupType().getFieldCount() == 2;
		}

		/**
		 * Tells whether the repeated field of a list is the element itself, as old
		 * writers have it, and not a group around it. Source: the Parquet format,
		 * "LogicalTypes", the rules of backward compatibility of lists.
		 */
		static boolean isElement(GroupType list, Type repeated) {
			return repeated.isPrimitive() || repeated.asGroupType().getFieldCount() != 1
					|| repeated.getName().equals("array") || repeated.getName().equals(list.getName() + "_tuple");
		}

	}

}

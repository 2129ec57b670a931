package io.fletch.store.expression.parse;

import java.util.Locale;

import net.sf.jsqlparser.statement.create.table.ColDataType;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.FieldTypes;

/**
 * The names of types behind CAST.
 */
final class SqlTypes {

	private static final String NAMES = "boolean, tinyint, smallint, int, bigint (each with unsigned), int8 to int64, "
			+ "uint8 to uint64, float, double, decimal(p,s), string, binary, date, time, timestamp(0|3|6|9), datetime "
			+ "and type[]";

	private SqlTypes() {
	}

	static Field parse(ColDataType parsed) {
		String name = name(parsed);
		requirePlain(parsed, name);
		ArrowType type = type(name, parsed.getSignedness() == ColDataType.Signedness.UNSIGNED, parsed);
		if (type == null) {
			throw new IllegalArgumentException("the type '" + parsed + "' is not known; known are " + NAMES);
		}
		Field field = FieldTypes.of(type, true);
		int dimensions = (parsed.getArrayData() != null) ? parsed.getArrayData().size() : 0;
		for (int i = 0; i < dimensions; i++) {
			Integer size = parsed.getArrayData().get(i);
			field = (size != null && size > 0) ? FieldTypes.named("", FieldTypes.vector(field.getType(), size), true)
					: FieldTypes.named("", FieldTypes.listOf(field), true);
		}
		return field;
	}

	/**
	 * Returns the name of a type without what stands in brackets.
	 */
	static String name(ColDataType parsed) {
		return parsed.getDataType().toLowerCase(Locale.ROOT).replaceAll("\\s*\\([^)]*\\)", "").strip();
	}

	/**
	 * Refuses what the parser takes behind or inside the name of a type, but has no
	 * effect on ours.
	 */
	private static void requirePlain(ColDataType parsed, String name) {
		boolean isSized = name.startsWith("timestamp") || name.equals("datetime") || isDecimal(name);
		if (!isSized && parsed.getDataType().indexOf('(') >= 0) {
			throw new IllegalArgumentException("the type '" + parsed + "' has a size, which " + name
					+ " does not take; leave it out" + (isText(name) ? ", and cut texts with left(text, length)" : ""));
		}
		boolean isInteger = name.endsWith("int") || name.endsWith("integer") || name.startsWith("int")
				|| name.equals("long");
		if (parsed.getCharacterSet() != null || parsed.isZerofill() || parsed.getXmlTypeModifier() != null
				|| parsed.getIntervalQualifier() != null || (parsed.getSignedness() != null && !isInteger)) {
			throw new IllegalArgumentException(
					"the type '" + parsed + "' has more to it than a name; known are " + NAMES);
		}
	}

	private static boolean isText(String name) {
		return FieldTypes.UTF8.equals(type(name, false, new ColDataType(name)));
	}

	private static boolean isDecimal(String name) {
		return name.equals("decimal") || name.equals("numeric") || name.equals("dec");
	}

	private static @Nullable ArrowType type(String name, boolean unsigned, ColDataType parsed) {
		return switch (name) {
			case "boolean", "bool" -> FieldTypes.BOOL;
			case "tinyint", "int8" -> new ArrowType.Int(8, !unsigned);
			case "smallint", "int16" -> new ArrowType.Int(16, !unsigned);
			case "int", "integer", "int32" -> new ArrowType.Int(32, !unsigned);
			case "bigint", "int64", "long" -> new ArrowType.Int(64, !unsigned);
			case "uint8" -> new ArrowType.Int(8, false);
			case "uint16" -> new ArrowType.Int(16, false);
			case "uint32" -> new ArrowType.Int(32, false);
			case "uint64" -> new ArrowType.Int(64, false);
			case "float16", "halffloat" -> new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);
			case "float", "real", "float32" -> FieldTypes.FLOAT32;
			case "double", "double precision", "float64" -> FieldTypes.FLOAT64;
			case "string", "varchar", "text", "utf8", "char", "character varying" -> FieldTypes.UTF8;
			case "binary", "varbinary", "bytea" -> FieldTypes.BINARY;
			case "date", "date32" -> FieldTypes.DATE;
			case "time" -> FieldTypes.TIME;
			case "timestamp", "datetime" -> new ArrowType.Timestamp(unit(parsed.getPrecision()), null);
			case "timestamptz", "timestamp with time zone" ->
				new ArrowType.Timestamp(unit(parsed.getPrecision()), "UTC");
			case "timestamp without time zone" -> new ArrowType.Timestamp(unit(parsed.getPrecision()), null);
			case "decimal", "numeric", "dec" -> decimal(parsed.getPrecision(), parsed.getScale());
			default -> null;
		};
	}

	private static TimeUnit unit(@Nullable Integer digits) {
		return switch ((digits != null) ? digits : 6) {
			case 0 -> TimeUnit.SECOND;
			case 3 -> TimeUnit.MILLISECOND;
			case 6 -> TimeUnit.MICROSECOND;
			case 9 -> TimeUnit.NANOSECOND;
			default -> throw new IllegalArgumentException(
					"a timestamp has 0, 3, 6 or 9 digits behind the second, not " + digits);
		};
	}

	private static ArrowType decimal(@Nullable Integer precision, @Nullable Integer scale) {
		int digits = (precision != null) ? precision : FieldTypes.MAX_DIGITS;
		int fraction = (scale != null) ? scale : ((precision != null) ? 0 : 10);
		if (digits < 1 || digits > FieldTypes.MAX_DIGITS || fraction < 0 || fraction > digits) {
			throw new IllegalArgumentException("a decimal has 1 to " + FieldTypes.MAX_DIGITS
					+ " digits, of which not more behind the point, not (" + digits + "," + fraction + ")");
		}
		return new ArrowType.Decimal(digits, fraction, 128);
	}

}

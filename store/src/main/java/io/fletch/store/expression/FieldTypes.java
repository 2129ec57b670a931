package io.fletch.store.expression;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Interval;

/**
 * The types of expressions, as Arrow fields: a type with its children and whether it can
 * be null. The names of these fields mean nothing, but for those of nested fields.
 */
public final class FieldTypes {

	/** True or false. */
	public static final ArrowType BOOL = ArrowType.Bool.INSTANCE;

	/** Whole numbers. */
	public static final ArrowType INT64 = new ArrowType.Int(64, true);

	/** Numbers with a fraction, of double precision. */
	public static final ArrowType FLOAT64 = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);

	/** Numbers with a fraction, of single precision. */
	public static final ArrowType FLOAT32 = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

	/** Text. */
	public static final ArrowType UTF8 = ArrowType.Utf8.INSTANCE;

	/** Bytes. */
	public static final ArrowType BINARY = ArrowType.Binary.INSTANCE;

	/** Days. */
	public static final ArrowType DATE = new ArrowType.Date(DateUnit.DAY);

	/** Times of the day. */
	public static final ArrowType TIME = new ArrowType.Time(TimeUnit.MICROSECOND, 64);

	/** Points in time. */
	public static final ArrowType TIMESTAMP = new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");

	/** Times without a zone. */
	public static final ArrowType DATETIME = new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);

	/** The type of spans of time. */
	public static final ArrowType DURATION = new ArrowType.Duration(TimeUnit.MICROSECOND);

	static final ArrowType INTERVAL = new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO);

	/** The most digits of a number. */
	public static final int MAX_DIGITS = 38;

	/** The type of lists whose elements have none in common. */
	private static final ArrowType MIXED = new ArrowType.Union(UnionMode.Dense, new int[0]);

	private FieldTypes() {
	}

	public static Field of(ArrowType type, boolean nullable) {
		return of("", type, nullable, null);
	}

	public static Field of(String name, ArrowType type, boolean nullable, @Nullable List<Field> children) {
		return new Field(name, new FieldType(nullable, type, null), children);
	}

	public static Field named(String name, Field field, boolean nullable) {
		FieldType type = new FieldType(nullable, field.getType(), field.getDictionary(), field.getMetadata());
		return new Field(name, type, field.getChildren());
	}

	public static Field listOf(Field element) {
		return of("", ArrowType.List.INSTANCE, false, List.of(named("item", element, true)));
	}

	public static Field vector(ArrowType element, int size) {
		return of("", new ArrowType.FixedSizeList(size), false, List.of(of("item", element, true, null)));
	}

	public static Field decimal(int precision, int scale, boolean nullable) {
		int cut = Math.clamp(precision, 1, MAX_DIGITS);
		return of(new ArrowType.Decimal(cut, Math.min(scale, cut), 128), nullable);
	}

	/**
	 * Returns the digits before and behind the point of a number that is no float.
	 * @param field the type
	 * @return a decimal of as many digits
	 */
	public static ArrowType.Decimal digits(Field field) {
		return switch (field.getType()) {
			case ArrowType.Decimal decimal -> decimal;
			case ArrowType.Int integer -> new ArrowType.Decimal(20, 0, 128);
			default -> throw new IllegalStateException("No exact number: " + field.getType());
		};
	}

	static boolean isJson(Field field) {
		String extension = field.getMetadata().get("ARROW:extension:name");
		return "arrow.json".equals(extension);
	}

	/**
	 * Returns the type of a value in one of the Java forms of {@link Kind}.
	 * @param value the value
	 * @return its type
	 */
	public static Field ofValue(@Nullable Object value) {
		return switch (value) {
			case null -> of(ArrowType.Null.INSTANCE, true);
			case Boolean flag -> of(BOOL, false);
			case Long number -> of(INT64, false);
			case Double number -> of(FLOAT64, false);
			case BigDecimal number -> decimal(Math.max(number.precision(), number.scale()), number.scale(), false);
			case String text -> of(UTF8, false);
			case byte[] bytes -> of(BINARY, false);
			case LocalDate date -> of(DATE, false);
			case LocalTime time -> of(TIME, false);
			case Instant instant -> of(TIMESTAMP, false);
			case LocalDateTime time -> of(DATETIME, false);
			case Duration duration -> of(DURATION, false);
			case Interval interval -> of(INTERVAL, false);
			case float[] vector -> vector(FLOAT32, vector.length);
			case double[] vector -> vector(FLOAT64, vector.length);
			case List<?> list -> listOf(common(list));
			case Map<?, ?> map -> struct(map);
			default -> throw new IllegalStateException("No value of an expression: " + value.getClass());
		};
	}

	private static Field common(List<?> values) {
		Field common = ofValue(null);
		for (Object value : values) {
			Field joined = common(common, ofValue(value));
			common = (joined != null) ? joined : of(MIXED, true);
		}
		return common;
	}

	private static Field struct(Map<?, ?> map) {
		List<Field> children = new ArrayList<>();
		map.forEach((name, value) -> children.add(named(Objects.toString(name), ofValue(value), true)));
		return of("", ArrowType.Struct.INSTANCE, false, children);
	}

	/**
	 * Returns the type that takes the values of both types, or {@code null} if there is
	 * none.
	 * @param left the left one
	 * @param right the right one
	 * @return the common type, or {@code null}
	 */
	public static @Nullable Field common(Field left, Field right) {
		Kind leftKind = Kind.of(left.getType());
		Kind rightKind = Kind.of(right.getType());
		boolean nullable = left.isNullable() || right.isNullable();
		if (leftKind == Kind.NULL) {
			return named("", right, true);
		}
		if (rightKind == Kind.NULL || sameType(left, right)) {
			return named("", left, nullable || rightKind == Kind.NULL);
		}
		if (leftKind.isNumber() && rightKind.isNumber()) {
			return commonNumber(left, right, nullable);
		}
		if (leftKind == Kind.LIST && rightKind == Kind.LIST) {
			Field element = common(left.getChildren().get(0), right.getChildren().get(0));
			return (element != null) ? named("", listOf(element), nullable) : null;
		}
		if (leftKind == rightKind && leftKind != Kind.OTHER) {
			return named("", (leftKind == Kind.STRUCT) ? left : ofKind(leftKind, left), nullable);
		}
		if (leftKind.isPointInTime() && rightKind.isPointInTime()) {
			boolean zoned = leftKind == Kind.TIMESTAMP || rightKind == Kind.TIMESTAMP;
			return of(zoned ? TIMESTAMP : DATETIME, nullable);
		}
		return null;
	}

	private static Field ofKind(Kind kind, Field field) {
		return switch (kind) {
			case TEXT -> of(UTF8, false);
			case BINARY -> of(BINARY, false);
			case DATE -> of(DATE, false);
			case TIME -> of(TIME, false);
			case TIMESTAMP -> of(TIMESTAMP, false);
			case DATETIME -> of(DATETIME, false);
			case DURATION -> of(DURATION, false);
			default -> field;
		};
	}

	private static Field commonNumber(Field left, Field right, boolean nullable) {
		Kind leftKind = Kind.of(left.getType());
		Kind rightKind = Kind.of(right.getType());
		if (leftKind == Kind.FLOAT || rightKind == Kind.FLOAT) {
			return of(FLOAT64, nullable);
		}
		if (leftKind == Kind.INTEGER && rightKind == Kind.INTEGER) {
			return of(INT64, nullable);
		}
		ArrowType.Decimal a = digits(left);
		ArrowType.Decimal b = digits(right);
		int scale = Math.max(a.getScale(), b.getScale());
		int whole = Math.max(a.getPrecision() - a.getScale(), b.getPrecision() - b.getScale());
		return decimal(whole + scale, scale, nullable);
	}

	public static boolean sameType(Field left, Field right) {
		if (!left.getType().equals(right.getType()) || left.getChildren().size() != right.getChildren().size()) {
			return false;
		}
		for (int i = 0; i < left.getChildren().size(); i++) {
			if (!sameType(left.getChildren().get(i), right.getChildren().get(i))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns a short name for messages, such as int64, or Arrow's own for rare types.
	 * @param field the type
	 * @return the name
	 */
	public static String label(Field field) {
		return switch (field.getType()) {
			case ArrowType.Int type -> (type.getIsSigned() ? "int" : "uint") + type.getBitWidth();
			case ArrowType.FloatingPoint type -> switch (type.getPrecision()) {
				case HALF -> "float16";
				case SINGLE -> "float32";
				case DOUBLE -> "float64";
			};
			case ArrowType.Utf8 type -> isJson(field) ? "json" : "utf8";
			case ArrowType.Bool type -> "bool";
			case ArrowType.Null type -> "null";
			case ArrowType.Date type -> "date";
			case ArrowType.Decimal type -> "decimal(" + type.getPrecision() + "," + type.getScale() + ")";
			case ArrowType.List type -> "list of " + label(field.getChildren().get(0));
			case ArrowType.FixedSizeList type ->
				"vector of " + type.getListSize() + " " + label(field.getChildren().get(0));
			default -> field.getType().toString();
		};
	}

}

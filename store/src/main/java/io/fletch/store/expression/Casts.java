package io.fletch.store.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Conversions between types, as of CAST.
 */
public final class Casts {

	private Casts() {
	}

	/**
	 * Tells whether some values of one kind can become values of another.
	 * @param from the type that it has
	 * @param to the type that it gets
	 * @return whether there is a conversion
	 */
	public static boolean isPossible(Kind from, Kind to) {
		if (from == Kind.NULL || from == to) {
			return true;
		}
		return switch (to) {
			case TEXT -> from != Kind.OTHER;
			case BOOLEAN -> from.isNumber() || from == Kind.TEXT;
			case INTEGER, FLOAT, DECIMAL -> from.isNumber() || from == Kind.TEXT || from == Kind.BOOLEAN
					|| to == Kind.INTEGER && from.isPointInTime();
			case BINARY -> from == Kind.TEXT;
			case DATE, TIMESTAMP, DATETIME -> from.isPointInTime() || from == Kind.TEXT || from == Kind.INTEGER;
			case TIME -> from == Kind.TEXT || from == Kind.TIMESTAMP || from == Kind.DATETIME;
			default -> false;
		};
	}

	/**
	 * Converts a value.
	 * @param value the value
	 * @param target the type that it gets
	 * @return the value in that type
	 * @throws IllegalArgumentException if the value does not fit the type
	 * @throws ArithmeticException if a number is too large for the type
	 */
	public static Object cast(Object value, Field target) {
		return switch (Kind.of(target.getType())) {
			case TEXT -> CastText.of(value);
			case BOOLEAN -> toBoolean(value);
			case INTEGER -> toInteger(value, (ArrowType.Int) target.getType());
			case FLOAT -> toFloat(value, (ArrowType.FloatingPoint) target.getType());
			case DECIMAL -> toDecimal(value, target);
			case BINARY -> toBinary(value, target.getType());
			case DATE -> toDate(value);
			case TIME -> toTime(value);
			case TIMESTAMP -> toDateTime(value, target.getType()).toInstant(ZoneOffset.UTC);
			case DATETIME -> toDateTime(value, target.getType());
			case LIST -> toList(value, target);
			default -> value;
		};
	}

	private static Object toBoolean(Object value) {
		return switch (value) {
			case Boolean flag -> flag;
			case Number number -> Values.compare(number, 0L) != 0;
			default -> switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
				case "true", "t", "yes", "y", "on", "1" -> true;
				case "false", "f", "no", "n", "off", "0" -> false;
				default -> throw new IllegalArgumentException("'" + value + "' is neither true nor false");
			};
		};
	}

	private static Object toInteger(Object value, ArrowType.Int type) {
		long number = switch (value) {
			case Long integer -> integer;
			case Boolean flag -> flag ? 1 : 0;
			case LocalDate date -> date.toEpochDay();
			case Instant instant -> ChronoUnit.MICROS.between(Instant.EPOCH, instant);
			case LocalDateTime time -> ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant(ZoneOffset.UTC));
			case Number real when !Double.isFinite(real.doubleValue()) ->
				throw new IllegalArgumentException(real + " is no integer");
			case Number real -> Values.decimal(real).setScale(0, RoundingMode.DOWN).longValueExact();
			default -> decimal(value).setScale(0, RoundingMode.UNNECESSARY).longValueExact();
		};
		int bits = type.getBitWidth() - (type.getIsSigned() ? 1 : 0);
		long least = type.getIsSigned() ? -1L << bits : 0;
		if (number < least || bits < 63 && number >= 1L << bits) {
			throw new ArithmeticException(number + " does not fit " + FieldTypes.label(FieldTypes.of(type, true)));
		}
		return number;
	}

	private static BigDecimal decimal(Object value) {
		String text = value.toString().strip();
		try {
			BigDecimal number = new BigDecimal(text);
			if (Math.abs((long) number.scale()) > 1000) {
				throw new ArithmeticException("the number " + text + " is too large or too small");
			}
			return number;
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'" + text + "' is no number", ex);
		}
	}

	private static Object toFloat(Object value, ArrowType.FloatingPoint type) {
		double number = switch (value) {
			case Number real -> real.doubleValue();
			case Boolean flag -> flag ? 1 : 0;
			default -> parseDouble(value.toString().strip());
		};
		double rounded = rounded(number, type);
		if (Double.isInfinite(rounded) && !isInfinite(value, number)) {
			throw new ArithmeticException(value + " does not fit " + FieldTypes.label(FieldTypes.of(type, true)));
		}
		return rounded;
	}

	/**
	 * Returns the nearest number of a type.
	 * @param number the number
	 * @param type the type
	 * @return the number, infinite if it is too large for the type
	 */
	public static double rounded(double number, ArrowType.FloatingPoint type) {
		return switch (type.getPrecision()) {
			case HALF -> Float.float16ToFloat(Float.floatToFloat16((float) number));
			case SINGLE -> (float) number;
			case DOUBLE -> number;
		};
	}

	/**
	 * Tells whether a value is infinite itself, and not only too large.
	 */
	private static boolean isInfinite(Object value, double number) {
		return Double.isInfinite(number)
				&& (value instanceof Double || value instanceof String text && text.contains("Infinity"));
	}

	private static double parseDouble(String text) {
		try {
			return Double.parseDouble(text);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'" + text + "' is no number", ex);
		}
	}

	private static Object toDecimal(Object value, Field target) {
		BigDecimal number = switch (value) {
			case Number real when !Double.isFinite(real.doubleValue()) ->
				throw new IllegalArgumentException(real + " is no decimal");
			case Number real -> Values.decimal(real);
			case Boolean flag -> flag ? BigDecimal.ONE : BigDecimal.ZERO;
			default -> decimal(value);
		};
		if (target.getType() instanceof ArrowType.Decimal type) {
			BigDecimal scaled = number.setScale(type.getScale(), RoundingMode.HALF_UP);
			if (scaled.precision() > type.getPrecision()) {
				throw new ArithmeticException(number + " does not fit " + FieldTypes.label(target));
			}
			return scaled;
		}
		BigInteger integer = number.setScale(0, RoundingMode.DOWN).toBigInteger();
		if (integer.signum() < 0 || integer.bitLength() > 64) {
			throw new ArithmeticException(integer + " does not fit uint64");
		}
		return new BigDecimal(integer);
	}

	private static Object toBinary(Object value, ArrowType type) {
		byte[] bytes = (value instanceof byte[] binary) ? binary : value.toString().getBytes(StandardCharsets.UTF_8);
		if (type instanceof ArrowType.FixedSizeBinary fixed && fixed.getByteWidth() != bytes.length) {
			throw new IllegalArgumentException(bytes.length + " bytes do not fit a column of " + fixed.getByteWidth());
		}
		return bytes;
	}

	private static Object toDate(Object value) {
		return switch (value) {
			case LocalDate date -> date;
			case LocalDateTime time -> time.toLocalDate();
			case Instant instant -> LocalDate.ofInstant(instant, ZoneOffset.UTC);
			case Long days -> LocalDate.ofEpochDay(days);
			default -> {
				String text = value.toString();
				yield (text.strip().length() > 10) ? TimeText.dateTime(text).toLocalDate() : TimeText.date(text);
			}
		};
	}

	private static Object toTime(Object value) {
		return switch (value) {
			case LocalTime time -> time;
			case LocalDateTime time -> time.toLocalTime();
			case Instant instant -> LocalTime.ofInstant(instant, ZoneOffset.UTC);
			default -> TimeText.time(value.toString());
		};
	}

	private static LocalDateTime toDateTime(Object value, ArrowType type) {
		TimeUnit unit = ((ArrowType.Timestamp) type).getUnit();
		LocalDateTime time = switch (value) {
			case LocalDateTime local -> local;
			case LocalDate date -> date.atStartOfDay();
			case Instant instant -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
			case Long number -> LocalDateTime.ofInstant(TimeUnits.instant(number, unit), ZoneOffset.UTC);
			default -> TimeText.dateTime(value.toString());
		};
		return time.truncatedTo(TimeUnits.chrono(unit));
	}

	public static Instant fromSeconds(BigDecimal seconds) {
		BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
		BigDecimal nanos = seconds.subtract(whole).movePointRight(9).setScale(0, RoundingMode.DOWN);
		return Instant.ofEpochSecond(whole.longValueExact(), nanos.longValueExact());
	}

	private static Object toList(Object value, Field target) {
		List<@Nullable Object> elements = new ArrayList<>();
		for (Object element : Values.list(value)) {
			elements.add((element != null) ? cast(element, target.getChildren().get(0)) : null);
		}
		if (target.getType() instanceof ArrowType.FixedSizeList fixed && fixed.getListSize() != elements.size()) {
			throw new IllegalArgumentException(
					"a list of " + elements.size() + " elements does not fit a vector of " + fixed.getListSize());
		}
		return elements;
	}

	public static boolean isSingle(ArrowType type) {
		return type instanceof ArrowType.FloatingPoint real && real.getPrecision() != FloatingPointPrecision.DOUBLE;
	}

}

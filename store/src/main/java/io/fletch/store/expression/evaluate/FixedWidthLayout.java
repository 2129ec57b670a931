package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.TimeUnits;
import io.fletch.store.expression.Values;

/**
 * How the values of a column of fixed width lie in memory, and how they become longs of
 * the same order, so that one loop a width compares them all.
 */
enum FixedWidthLayout {

	/** int8. */
	INT8(1),

	/** uint8. */
	UINT8(1),

	/** int16. */
	INT16(2),

	/** uint16. */
	UINT16(2),

	/** int32, date, and time of seconds or milliseconds. */
	INT32(4),

	/** uint32. */
	UINT32(4),

	/** int64, timestamps, durations, and other dates and times. */
	INT64(8),

	/** float32. */
	FLOAT32(4),

	/** float64. */
	FLOAT64(8);

	static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private final int width;

	FixedWidthLayout(int width) {
		this.width = width;
	}

	int width() {
		return this.width;
	}

	/**
	 * Returns the layout of a type, or {@code null} if its values are not compared as
	 * longs.
	 */
	static @Nullable FixedWidthLayout of(ArrowType type) {
		return switch (type) {
			case ArrowType.Int integer -> of(integer);
			case ArrowType.FloatingPoint real -> switch (real.getPrecision()) {
				case HALF -> null;
				case SINGLE -> FLOAT32;
				case DOUBLE -> FLOAT64;
			};
			case ArrowType.Date date -> (date.getUnit() == DateUnit.DAY) ? INT32 : INT64;
			case ArrowType.Time time -> (time.getBitWidth() == 32) ? INT32 : INT64;
			case ArrowType.Timestamp timestamp -> INT64;
			default -> null;
		};
	}

	private static @Nullable FixedWidthLayout of(ArrowType.Int type) {
		return switch (type.getBitWidth()) {
			case 8 -> type.getIsSigned() ? INT8 : UINT8;
			case 16 -> type.getIsSigned() ? INT16 : UINT16;
			case 32 -> type.getIsSigned() ? INT32 : UINT32;
			default -> type.getIsSigned() ? INT64 : null;
		};
	}

	long read(MemorySegment data, int row) {
		return switch (this) {
			case INT8 -> data.get(ValueLayout.JAVA_BYTE, row);
			case UINT8 -> data.get(ValueLayout.JAVA_BYTE, row) & 0xFF;
			case INT16 -> data.get(SHORT, (long) row * Short.BYTES);
			case UINT16 -> data.get(SHORT, (long) row * Short.BYTES) & 0xFFFF;
			case INT32 -> data.get(INT, (long) row * Integer.BYTES);
			case UINT32 -> data.get(INT, (long) row * Integer.BYTES) & 0xFFFF_FFFFL;
			case INT64 -> data.get(LONG, (long) row * Long.BYTES);
			case FLOAT32 -> ordered(Float.intBitsToFloat(data.get(INT, (long) row * Integer.BYTES)));
			case FLOAT64 -> ordered(Double.longBitsToDouble(data.get(LONG, (long) row * Long.BYTES)));
		};
	}

	/**
	 * Returns a long for a double, in the order of {@link Values#compareDoubles}.
	 */
	static long ordered(double value) {
		long bits = Double.doubleToLongBits(value + 0.0);
		return bits ^ ((bits >> 63) & Long.MAX_VALUE);
	}

	/**
	 * Returns the double of which {@link #ordered} makes a long.
	 */
	static double real(long ordered) {
		return Double.longBitsToDouble(ordered ^ ((ordered >> 63) & Long.MAX_VALUE));
	}

	/**
	 * Returns the long of a constant that a column is compared with.
	 * @return the long, rounded down where the constant lies between two, or {@code null}
	 * if it has none
	 */
	static @Nullable Position position(ArrowType type, Object constant) {
		FixedWidthLayout layout = of(type);
		if (layout == FLOAT32 || layout == FLOAT64) {
			return (constant instanceof Number number) ? real(number) : null;
		}
		return switch (constant) {
			case Long number -> new Position(number, true);
			case Double number when Double.isFinite(number) -> floor(BigDecimal.valueOf(number));
			case BigDecimal number -> floor(number);
			case LocalDate date when type instanceof ArrowType.Date column -> new Position(
					(column.getUnit() == DateUnit.DAY) ? date.toEpochDay() : date.toEpochDay() * 86_400_000L, true);
			case LocalTime time when type instanceof ArrowType.Time column -> {
				long unit = TimeUnits.nanos(column.getUnit());
				yield new Position(time.toNanoOfDay() / unit, time.toNanoOfDay() % unit == 0);
			}
			case Instant instant when type instanceof ArrowType.Timestamp column -> instant(instant, column);
			case LocalDateTime time when type instanceof ArrowType.Timestamp column ->
				instant(time.toInstant(ZoneOffset.UTC), column);
			default -> null;
		};
	}

	private static @Nullable Position real(Number number) {
		if (number instanceof Double value) {
			return new Position(ordered(value), true);
		}
		double value = number.doubleValue();
		boolean exact = Double.isFinite(value) && Values.compare(value, number) == 0;
		return exact ? new Position(ordered(value), true) : null;
	}

	private static @Nullable Position floor(BigDecimal number) {
		BigDecimal floor = number.setScale(0, RoundingMode.FLOOR);
		return (floor.precision() <= 18) ? new Position(floor.longValueExact(), floor.compareTo(number) == 0) : null;
	}

	private static @Nullable Position instant(Instant instant, ArrowType.Timestamp type) {
		Instant floor = instant.truncatedTo(TimeUnits.chrono(type.getUnit()));
		Long number = TimeUnits.number(floor, type.getUnit());
		return (number != null) ? new Position(number, floor.equals(instant)) : null;
	}

	/**
	 * Where a constant lies among longs.
	 *
	 * @param floor the largest long that is not above it
	 * @param exact whether it is that long
	 */
	record Position(long floor, boolean exact) {
	}

}

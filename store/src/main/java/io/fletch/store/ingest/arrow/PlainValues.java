package io.fletch.store.ingest.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Reads numbers, times and dictionary-encoded values of Arrow columns.
 */
final class PlainValues {

	private static final long NANOS = 1_000_000_000;

	private PlainValues() {
	}

	static ColumnValues encoded(ArrowColumn column, ColumnValues dictionary) {
		IntFunction<Object> indexes = integers(column.buffer(0),
				Objects.requireNonNull(column.field().getDictionary()).getIndexType());
		return (row) -> column.isNull(row) ? null
				: dictionary.get(Math.toIntExact(((Number) indexes.apply(row)).longValue()));
	}

	static IntFunction<Object> integers(MemorySegment data, ArrowType.Int type) {
		boolean signed = type.getIsSigned();
		return switch (type.getBitWidth()) {
			case Byte.SIZE -> (row) -> {
				byte value = data.get(ValueLayout.JAVA_BYTE, row);
				return signed ? (int) value : Byte.toUnsignedInt(value);
			};
			case Short.SIZE -> (row) -> {
				short value = data.getAtIndex(LittleEndian.SHORT, row);
				return signed ? (int) value : Short.toUnsignedInt(value);
			};
			case Integer.SIZE -> signed ? (row) -> data.getAtIndex(LittleEndian.INT, row)
					: (row) -> Integer.toUnsignedLong(data.getAtIndex(LittleEndian.INT, row));
			default -> signed ? (row) -> data.getAtIndex(LittleEndian.LONG, row)
					: (row) -> new BigInteger(Long.toUnsignedString(data.getAtIndex(LittleEndian.LONG, row)));
		};
	}

	static IntFunction<Object> decimals(MemorySegment data, ArrowType.Decimal type) {
		int width = type.getBitWidth() / Byte.SIZE;
		return (row) -> {
			byte[] digits = new byte[width];
			for (int i = 0; i < width; i++) {
				digits[width - 1 - i] = data.get(ValueLayout.JAVA_BYTE, (long) row * width + i);
			}
			return new BigDecimal(new BigInteger(digits), type.getScale());
		};
	}

	static IntFunction<Object> dates(MemorySegment data, ArrowType.Date type) {
		if (type.getUnit() == DateUnit.DAY) {
			return (row) -> LocalDate.ofEpochDay(data.getAtIndex(LittleEndian.INT, row));
		}
		return (row) -> LocalDate
			.ofEpochDay(Math.floorDiv(data.getAtIndex(LittleEndian.LONG, row), TimeUnit.DAYS.toMillis(1)));
	}

	static IntFunction<Object> times(MemorySegment data, ArrowType.Time type) {
		long nanos = NANOS / perSecond(type.getUnit());
		return (type.getBitWidth() == Integer.SIZE)
				? (row) -> LocalTime.ofNanoOfDay(data.getAtIndex(LittleEndian.INT, row) * nanos)
				: (row) -> LocalTime.ofNanoOfDay(Math.multiplyExact(data.getAtIndex(LittleEndian.LONG, row), nanos));
	}

	static IntFunction<Object> timestamps(MemorySegment data, ArrowType.Timestamp type) {
		long perSecond = perSecond(type.getUnit());
		long nanos = NANOS / perSecond;
		if (type.getTimezone() == null) {
			return (row) -> {
				long value = data.getAtIndex(LittleEndian.LONG, row);
				return LocalDateTime.ofEpochSecond(Math.floorDiv(value, perSecond),
						(int) (Math.floorMod(value, perSecond) * nanos), ZoneOffset.UTC);
			};
		}
		return (row) -> {
			long value = data.getAtIndex(LittleEndian.LONG, row);
			return Instant.ofEpochSecond(Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * nanos);
		};
	}

	static IntFunction<Object> durations(MemorySegment data, ArrowType.Duration type) {
		long perSecond = perSecond(type.getUnit());
		long nanos = NANOS / perSecond;
		return (row) -> {
			long value = data.getAtIndex(LittleEndian.LONG, row);
			return Duration.ofSeconds(Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * nanos);
		};
	}

	private static long perSecond(org.apache.arrow.vector.types.TimeUnit unit) {
		return switch (unit) {
			case SECOND -> 1;
			case MILLISECOND -> 1_000;
			case MICROSECOND -> 1_000_000;
			case NANOSECOND -> NANOS;
		};
	}

}

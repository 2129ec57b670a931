package io.fletch.store.ingest.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of an Arrow column in their Java forms.
 */
@FunctionalInterface
interface ColumnValues {

	ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	long NANOS = 1_000_000_000;

	@Nullable Object get(int row);

	static ColumnValues of(ArrowColumn column) {
		if (column.dictionary() != null) {
			return encoded(column, column.dictionary());
		}
		return switch (column.field().getType()) {
			case ArrowType.Null nothing -> (row) -> null;
			case ArrowType.Bool bool -> nullable(column, (row) -> Bits.isSet(column.buffer(0), row));
			case ArrowType.Int integer -> nullable(column, integers(column.buffer(0), integer));
			case ArrowType.FloatingPoint real -> nullable(column, switch (real.getPrecision()) {
				case HALF -> (row) -> Float.float16ToFloat(column.buffer(0).getAtIndex(SHORT, row));
				case SINGLE -> (row) -> column.buffer(0).getAtIndex(FLOAT, row);
				case DOUBLE -> (row) -> column.buffer(0).getAtIndex(DOUBLE, row);
			});
			case ArrowType.Decimal decimal -> nullable(column, decimals(column.buffer(0), decimal));
			case ArrowType.Date date -> nullable(column, dates(column.buffer(0), date));
			case ArrowType.Time time -> nullable(column, times(column.buffer(0), time));
			case ArrowType.Timestamp timestamp -> nullable(column, timestamps(column.buffer(0), timestamp));
			case ArrowType.Duration duration -> nullable(column, durations(column.buffer(0), duration));
			case ArrowType.FixedSizeBinary binary -> nullable(column, (row) -> column.buffer(0)
				.asSlice((long) row * binary.getByteWidth(), binary.getByteWidth())
				.toArray(ValueLayout.JAVA_BYTE));
			default -> VariableValues.of(column);
		};
	}

	static ColumnValues nullable(ArrowColumn column, IntFunction<Object> values) {
		return (row) -> column.isNull(row) ? null : values.apply(row);
	}

	private static ColumnValues encoded(ArrowColumn column, ColumnValues dictionary) {
		IntFunction<Object> indexes = integers(column.buffer(0),
				Objects.requireNonNull(column.field().getDictionary()).getIndexType());
		return (row) -> column.isNull(row) ? null
				: dictionary.get(Math.toIntExact(((Number) indexes.apply(row)).longValue()));
	}

	private static IntFunction<Object> integers(MemorySegment data, ArrowType.Int type) {
		boolean signed = type.getIsSigned();
		return switch (type.getBitWidth()) {
			case Byte.SIZE -> (row) -> {
				byte value = data.get(ValueLayout.JAVA_BYTE, row);
				return signed ? (int) value : Byte.toUnsignedInt(value);
			};
			case Short.SIZE -> (row) -> {
				short value = data.getAtIndex(SHORT, row);
				return signed ? (int) value : Short.toUnsignedInt(value);
			};
			case Integer.SIZE -> signed ? (row) -> data.getAtIndex(INT, row)
					: (row) -> Integer.toUnsignedLong(data.getAtIndex(INT, row));
			default -> signed ? (row) -> data.getAtIndex(LONG, row)
					: (row) -> new BigInteger(Long.toUnsignedString(data.getAtIndex(LONG, row)));
		};
	}

	private static IntFunction<Object> decimals(MemorySegment data, ArrowType.Decimal type) {
		int width = type.getBitWidth() / Byte.SIZE;
		return (row) -> {
			byte[] digits = new byte[width];
			for (int i = 0; i < width; i++) {
				digits[width - 1 - i] = data.get(ValueLayout.JAVA_BYTE, (long) row * width + i);
			}
			return new BigDecimal(new BigInteger(digits), type.getScale());
		};
	}

	private static IntFunction<Object> dates(MemorySegment data, ArrowType.Date type) {
		if (type.getUnit() == DateUnit.DAY) {
			return (row) -> LocalDate.ofEpochDay(data.getAtIndex(INT, row));
		}
		return (row) -> LocalDate.ofEpochDay(Math.floorDiv(data.getAtIndex(LONG, row), TimeUnit.DAYS.toMillis(1)));
	}

	private static IntFunction<Object> times(MemorySegment data, ArrowType.Time type) {
		long nanos = NANOS / perSecond(type.getUnit());
		return (type.getBitWidth() == Integer.SIZE)
				? (row) -> LocalTime.ofNanoOfDay(data.getAtIndex(INT, row) * nanos)
				: (row) -> LocalTime.ofNanoOfDay(Math.multiplyExact(data.getAtIndex(LONG, row), nanos));
	}

	private static IntFunction<Object> timestamps(MemorySegment data, ArrowType.Timestamp type) {
		long perSecond = perSecond(type.getUnit());
		long nanos = NANOS / perSecond;
		if (type.getTimezone() == null) {
			return (row) -> {
				long value = data.getAtIndex(LONG, row);
				return LocalDateTime.ofEpochSecond(Math.floorDiv(value, perSecond),
						(int) (Math.floorMod(value, perSecond) * nanos), ZoneOffset.UTC);
			};
		}
		return (row) -> {
			long value = data.getAtIndex(LONG, row);
			return Instant.ofEpochSecond(Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * nanos);
		};
	}

	private static IntFunction<Object> durations(MemorySegment data, ArrowType.Duration type) {
		long perSecond = perSecond(type.getUnit());
		long nanos = NANOS / perSecond;
		return (row) -> {
			long value = data.getAtIndex(LONG, row);
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

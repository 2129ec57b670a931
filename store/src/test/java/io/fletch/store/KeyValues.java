package io.fletch.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;
import java.util.function.IntFunction;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * The types that can be keys, each with as many different values as are asked for.
 */
enum KeyValues {

	INT8(new ArrowType.Int(8, true), (i) -> i - 5),

	INT32(new ArrowType.Int(32, true), (i) -> (i - 5) * 100_000_000),

	INT64(new ArrowType.Int(64, true), (i) -> (i == 0) ? Long.MIN_VALUE : (i == 1) ? Long.MAX_VALUE : (long) i),

	UINT8(new ArrowType.Int(8, false), (i) -> 250 + i % 5 - i / 5),

	UINT64(new ArrowType.Int(64, false), (i) -> BigInteger.TWO.pow(63).add(BigInteger.valueOf(i - 5))),

	FLOAT32(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE), (i) -> switch (i) {
		case 0 -> Float.NaN;
		case 1 -> Float.NEGATIVE_INFINITY;
		case 2 -> 0.0F;
		case 3 -> -0.0F;
		default -> i / 3F;
	}),

	FLOAT64(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), (i) -> switch (i) {
		case 0 -> Double.NaN;
		case 1 -> Double.MIN_VALUE;
		case 2 -> 0.0;
		case 3 -> -0.0;
		default -> i / 3.0;
	}),

	DECIMAL(new ArrowType.Decimal(10, 2, 128), (i) -> new BigDecimal(i - 5).divide(BigDecimal.TEN)),

	BOOL(new ArrowType.Bool(), (i) -> i % 2 == 0),

	UTF8(new ArrowType.Utf8(), (i) -> (i == 0) ? "" : "ключ-" + "long key ".repeat(i % 3) + i),

	LARGE_UTF8(new ArrowType.LargeUtf8(), (i) -> "k" + i),

	BINARY(new ArrowType.Binary(), (i) -> ("b" + i).getBytes(StandardCharsets.UTF_8)),

	UUIDS(new ArrowType.FixedSizeBinary(16), (i) -> new UUID(7, i)),

	DATE(new ArrowType.Date(DateUnit.DAY), (i) -> LocalDate.of(1969, 12, 27).plusDays(i)),

	TIME(new ArrowType.Time(TimeUnit.MICROSECOND, 64), (i) -> LocalTime.of(i, 0, 0, 1000)),

	INSTANT(new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"), (i) -> Instant.EPOCH.plusMillis(i - 5)),

	LOCAL(new ArrowType.Timestamp(TimeUnit.SECOND, null), (i) -> LocalDateTime.of(2020, 1, 1, i, 0)),

	DURATION(new ArrowType.Duration(TimeUnit.MILLISECOND), (i) -> Duration.ofSeconds(i - 5));

	private final ArrowType type;

	private final IntFunction<Object> values;

	KeyValues(ArrowType type, IntFunction<Object> values) {
		this.type = type;
		this.values = values;
	}

	ArrowType type() {
		return this.type;
	}

	/**
	 * Returns one of ten values.
	 */
	Object value(int index) {
		return this.values.apply(index);
	}

	/**
	 * Returns what two equal values have in common, whatever their form.
	 */
	static @Nullable Object comparable(@Nullable Object value) {
		return switch (value) {
			case null -> null;
			case byte[] bytes -> ByteBuffer.wrap(bytes);
			case UUID uuid -> ByteBuffer.allocate(16)
				.putLong(uuid.getMostSignificantBits())
				.putLong(uuid.getLeastSignificantBits())
				.flip();
			case BigDecimal decimal -> decimal.stripTrailingZeros();
			case Float number -> Double.valueOf(number + 0.0F);
			case Double number -> Double.valueOf(number + 0.0);
			case BigInteger number -> number;
			case Number number -> number.longValue();
			default -> value;
		};
	}

}

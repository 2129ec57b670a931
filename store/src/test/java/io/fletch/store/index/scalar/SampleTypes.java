package io.fletch.store.index.scalar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The types that have an order, with random values of them among which are many twice,
 * and the extremes.
 */
final class SampleTypes {

	private static final String LONG_TEXT = "many texts begin with the same words";

	static final Map<ArrowType, Function<Random, Object>> ALL = Map.ofEntries(
			Map.entry(new ArrowType.Bool(), Random::nextBoolean),
			Map.entry(new ArrowType.Int(8, true), (random) -> random.nextInt(256) - 128),
			Map.entry(new ArrowType.Int(8, false), (random) -> random.nextInt(256)),
			Map.entry(new ArrowType.Int(16, true), (random) -> random.nextInt(65536) - 32768),
			Map.entry(new ArrowType.Int(16, false), (random) -> random.nextInt(65536)),
			Map.entry(new ArrowType.Int(32, true),
					(random) -> pick(random, Integer.MIN_VALUE, Integer.MAX_VALUE, random.nextInt(),
							random.nextInt(9))),
			Map.entry(new ArrowType.Int(32, false), (random) -> random.nextLong(1L << 32)),
			Map.entry(new ArrowType.Int(64, true),
					(random) -> pick(random, Long.MIN_VALUE, Long.MAX_VALUE, random.nextLong(),
							(long) random.nextInt(9))),
			Map.entry(new ArrowType.Int(64, false),
					(random) -> pick(random, new BigInteger(64, random), BigInteger.valueOf(random.nextInt(9)),
							BigInteger.ONE.shiftLeft(63), BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE))),
			Map.entry(new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
					(random) -> pick(random, random.nextInt(9) / 2f, -0f, Float.NaN, Float.NEGATIVE_INFINITY)),
			Map.entry(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
					(random) -> pick(random, 0f, -0f, 0.1f, -1f, Float.MAX_VALUE, Float.MIN_VALUE, Float.NaN,
							Float.POSITIVE_INFINITY, random.nextFloat())),
			Map.entry(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
					(random) -> pick(random, 0d, -0d, 0.1, -1e300, 2.5, 9e15, Double.NaN, Double.POSITIVE_INFINITY,
							Double.NEGATIVE_INFINITY, random.nextDouble())),
			Map.entry(new ArrowType.Decimal(9, 2, 128), (random) -> BigDecimal.valueOf(random.nextInt(400) - 200, 2)),
			Map.entry(new ArrowType.Decimal(76, 10, 256),
					(random) -> new BigDecimal(new BigInteger(200, random), 10)
						.multiply(BigDecimal.valueOf(random.nextInt(3) - 1))),
			Map.entry(new ArrowType.Date(DateUnit.DAY), (random) -> LocalDate.ofEpochDay(random.nextInt(4000) - 2000)),
			Map.entry(new ArrowType.Date(DateUnit.MILLISECOND),
					(random) -> LocalDate.ofEpochDay(random.nextInt(4000) - 2000)),
			Map.entry(new ArrowType.Time(TimeUnit.SECOND, 32),
					(random) -> LocalTime.ofSecondOfDay(random.nextInt(86_400))),
			Map.entry(new ArrowType.Time(TimeUnit.NANOSECOND, 64),
					(random) -> LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L))),
			Map.entry(new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"),
					(random) -> Instant.ofEpochSecond(random.nextInt())),
			Map.entry(new ArrowType.Timestamp(TimeUnit.NANOSECOND, "Europe/Vienna"),
					(random) -> Instant.ofEpochSecond(random.nextInt(9) - 4, random.nextInt(3))),
			Map.entry(new ArrowType.Timestamp(TimeUnit.MICROSECOND, null),
					(random) -> LocalDateTime.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1000,
							ZoneOffset.UTC)),
			Map.entry(new ArrowType.Duration(TimeUnit.MILLISECOND),
					(random) -> Duration.ofMillis(random.nextInt(2000) - 1000)),
			Map.entry(new ArrowType.Utf8(), SampleTypes::text), Map.entry(new ArrowType.LargeUtf8(), SampleTypes::text),
			Map.entry(new ArrowType.Binary(),
					(random) -> pick(random, new byte[0], new byte[] { -1 }, new byte[] { 0 }, new byte[] { 0, 0 },
							new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, (byte) random.nextInt() })),
			Map.entry(new ArrowType.FixedSizeBinary(3),
					(random) -> new byte[] { (byte) random.nextInt(3), (byte) random.nextInt(), 0 }));

	private SampleTypes() {
	}

	private static Object text(Random random) {
		return pick(random, "", "a", "ab", "b", "ä", "\uFF5E", "\uD83D\uDE00", "a%b", "a_b", LONG_TEXT,
				LONG_TEXT + random.nextInt(30), "a\0", "c" + random.nextInt(300));
	}

	private static Object pick(Random random, Object... values) {
		return values[random.nextInt(values.length)];
	}

	static Field field(ArrowType type) {
		return new Field("x", FieldType.nullable(type), null);
	}

	static Field listField(ArrowType list, ArrowType element) {
		return new Field("x", FieldType.nullable(list), List.of(field(element)));
	}

	static List<@Nullable Object> values(Function<Random, Object> values, int count, Random random) {
		List<@Nullable Object> list = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			list.add((random.nextInt(6) == 0) ? null : values.apply(random));
		}
		return list;
	}

}

package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.SeededRandom;
import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.RowBatch;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Filter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The fast ways to compare columns with constants give what the plain way gives, for
 * every type, with and without nulls, at the ends of the range and past them.
 */
@ExtendWith(SeededRandom.class)
class ColumnConditionsTests {

	private static final Map<ArrowType, Function<Random, Object>> TYPES = Map.ofEntries(
			Map.entry(new ArrowType.Int(8, true), (random) -> random.nextInt(256) - 128),
			Map.entry(new ArrowType.Int(8, false), (random) -> random.nextInt(256)),
			Map.entry(new ArrowType.Int(16, true), (random) -> random.nextInt(65536) - 32768),
			Map.entry(new ArrowType.Int(16, false), (random) -> random.nextInt(65536)),
			Map.entry(new ArrowType.Int(32, true), (random) -> random.nextInt()),
			Map.entry(new ArrowType.Int(32, false), (random) -> random.nextLong(1L << 32)),
			Map.entry(new ArrowType.Int(64, true), ColumnConditionsTests::extreme),
			Map.entry(new ArrowType.Int(64, false), (random) -> new BigInteger(64, random)),
			Map.entry(new ArrowType.FloatingPoint(FloatingPointPrecision.HALF), (random) -> random.nextInt(9) / 2f),
			Map.entry(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
					(random) -> new float[] { 0f, -0f, 0.1f, -1, Float.MAX_VALUE, Float.MIN_VALUE }[random.nextInt(6)]),
			Map.entry(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
					(random) -> new double[] { 0, -0.0, 0.1, -1e300, 2.5, 9e15 }[random.nextInt(6)]),
			Map.entry(new ArrowType.Date(DateUnit.DAY), (random) -> LocalDate.ofEpochDay(random.nextInt(20_000))),
			Map.entry(new ArrowType.Time(TimeUnit.MILLISECOND, 32),
					(random) -> LocalTime.ofSecondOfDay(random.nextInt(86_400))),
			Map.entry(new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"),
					(random) -> Instant.ofEpochSecond(random.nextInt())),
			Map.entry(new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"),
					(random) -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1000L)),
			Map.entry(new ArrowType.Bool(), Random::nextBoolean), Map.entry(new ArrowType.Utf8(),
					(random) -> new String[] { "", "a", "ab", "b", "ä", "\uFF5E", "\uD83D\uDE00" }[random.nextInt(7)]));

	private static Object extreme(Random random) {
		return switch (random.nextInt(4)) {
			case 0 -> Long.MIN_VALUE;
			case 1 -> Long.MAX_VALUE;
			default -> random.nextLong();
		};
	}

	@Test
	void agreeWithThePlainWay(Random random) {
		TYPES.forEach((type, values) -> {
			for (boolean nulls : new boolean[] { false, true }) {
				Rowed rows = rows(type, values, nulls, random);
				for (String operator : List.of("=", "<>", "<", "<=", ">", ">=")) {
					for (int i = 0; i < 8; i++) {
						assertAgrees("x " + operator + " :y", Map.of("y", values.apply(random)), rows);
					}
				}
				assertAgrees("x IN :y", Map.of("y", List.of(values.apply(random), values.apply(random))), rows);
				assertAgrees("x BETWEEN :y AND :z", Map.of("y", values.apply(random), "z", values.apply(random)), rows);
				assertAgrees("x IS NULL", Map.of(), rows);
			}
		});
	}

	@Test
	void agreeForConstantsBetweenAndBeyondTheValues(Random random) {
		Rowed integers = rows(new ArrowType.Int(64, true), ColumnConditionsTests::extreme, true, random);
		Rowed seconds = rows(new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"),
				(source) -> Instant.ofEpochSecond(source.nextInt(3)), true, random);
		for (String operator : List.of("=", "<>", "<", "<=", ">", ">=")) {
			for (Object constant : List.of(0.5, -1e30, 1e30, Double.NaN, Double.NEGATIVE_INFINITY, Long.MIN_VALUE,
					Long.MAX_VALUE, new BigInteger("99999999999999999999"))) {
				assertAgrees("x " + operator + " :y", Map.of("y", constant), integers);
			}
			assertAgrees("x " + operator + " :y", Map.of("y", Instant.parse("1970-01-01T00:00:01.5Z")), seconds);
		}
	}

	@Test
	void putNotANumberAboveAllNumbers() {
		Rowed rows = rowed(FieldTypes.FLOAT64, List.of(new Object[] { Double.NaN }, new Object[] { 1.0 },
				new Object[] { Double.POSITIVE_INFINITY }, new Object[] { -0.0 }));
		assertThat(passing("x > 1", Map.of(), rows)).isEqualTo(BitSet.valueOf(new long[] { 0b0101 }));
		assertThat(passing("x = :nan", Map.of("nan", Double.NaN), rows))
			.isEqualTo(BitSet.valueOf(new long[] { 0b0001 }));
		assertThat(passing("x = 0", Map.of(), rows)).isEqualTo(BitSet.valueOf(new long[] { 0b1000 }));
	}

	private static void assertAgrees(String sql, Map<String, ?> parameters, Rowed rows) {
		BitSet plain = new BitSet();
		BitSet negated = new BitSet();
		Filter filter = ExpressionParser.parseFilter(sql, parameters, rows.schema());
		Filter negation = ExpressionParser.parseFilter("NOT (" + sql + ")", parameters, rows.schema());
		ExpressionEvaluator evaluator = new ExpressionEvaluator(rows.schema(), filter);
		ExpressionEvaluator negating = new ExpressionEvaluator(rows.schema(), negation);
		for (int row = 0; row < rows.batch().rowCount(); row++) {
			plain.set(row, evaluator.passes(rows.batch().row(row)));
			negated.set(row, negating.passes(rows.batch().row(row)));
		}
		assertThat(evaluator.passing(rows.batch())).as(sql + parameters + rows.schema()).isEqualTo(plain);
		assertThat(negating.passing(rows.batch())).as("NOT " + sql + parameters + rows.schema()).isEqualTo(negated);
	}

	private static BitSet passing(String sql, Map<String, ?> parameters, Rowed rows) {
		Filter filter = ExpressionParser.parseFilter(sql, parameters, rows.schema());
		return new ExpressionEvaluator(rows.schema(), filter).passing(rows.batch());
	}

	private static Rowed rows(ArrowType type, Function<Random, Object> values, boolean nulls, Random random) {
		List<@Nullable Object[]> rows = new ArrayList<>();
		for (int i = 0; i < 130; i++) {
			rows.add(new @Nullable Object[] { (nulls && random.nextInt(4) == 0) ? null : values.apply(random) });
		}
		return rowed(type, rows);
	}

	private static Rowed rowed(ArrowType type, List<@Nullable Object[]> rows) {
		Schema schema = new Schema(List.of(SampleRows.field("x", type)));
		byte[] message = new BatchEncoder(schema).encode(rows).toByteArray();
		return new Rowed(schema, RowBatch.decode(schema, MemorySegment.ofArray(message)));
	}

	private record Rowed(Schema schema, RowBatch batch) {
	}

}

package io.fletch.store.index.scalar;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.SeededRandom;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.Kind;
import io.fletch.store.query.Expression;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The index says of every row what the evaluator says.
 */
@ExtendWith(SeededRandom.class)
class ScalarIndexTests {

	private static final List<String> OPERATORS = List.of("=", "<>", "<", "<=", ">", ">=");

	@Test
	void comparesEveryTypeAsTheEvaluator(Random random) throws IOException {
		for (Map.Entry<ArrowType, Function<Random, Object>> type : SampleTypes.ALL.entrySet()) {
			IndexedColumn column = column(type.getKey(), type.getValue(), 800, random);
			ScalarIndex index = column.index(pick(random, ScalarIndexType.BTREE, ScalarIndexType.BITMAP));
			for (int i = 0; i < 12; i++) {
				Map<String, Object> parameters = Map.of("y", type.getValue().apply(random));
				for (String operator : OPERATORS) {
					assertAnswers(column, index, "x " + operator + " :y", parameters);
					assertAnswers(column, index, "NOT (:y " + operator + " x)", parameters);
				}
				assertAnswers(column, index, "x IS DISTINCT FROM :y", parameters);
				assertAnswers(column, index, "NOT (x IS DISTINCT FROM :y)", parameters);
			}
		}
	}

	@Test
	void findsSetsRangesAndNullsOfEveryTypeAsTheEvaluator(Random random) throws IOException {
		for (Map.Entry<ArrowType, Function<Random, Object>> type : SampleTypes.ALL.entrySet()) {
			IndexedColumn column = column(type.getKey(), type.getValue(), 800, random);
			ScalarIndex index = column.index(ScalarIndexType.BTREE);
			Map<String, Object> two = Map.of("y", type.getValue().apply(random), "z", type.getValue().apply(random));
			for (String sql : List.of("x BETWEEN :y AND :z", "x NOT BETWEEN :y AND :z", "x IN (:y, :z)",
					"x NOT IN (:y, :z)", "x IN (:y, :z, NULL)", "x NOT IN (:y, NULL, :z)", "(x = :y OR x = :z) IS TRUE",
					"(x IN (:y, :z)) IS NOT FALSE", "(x <> :y AND x < :z) IS UNKNOWN")) {
				assertAnswers(column, index, sql, two);
			}
			for (String sql : List.of("x IS NULL", "x IS NOT NULL", "x = NULL", "x IS DISTINCT FROM NULL",
					"NOT (x IS DISTINCT FROM NULL)", "TRUE", "x IS NULL OR FALSE")) {
				assertAnswers(column, index, sql, Map.of());
			}
		}
	}

	@Test
	void answersRandomTreesAsTheEvaluator(Random random) throws IOException {
		for (Map.Entry<ArrowType, Function<Random, Object>> type : SampleTypes.ALL.entrySet()) {
			IndexedColumn column = column(type.getKey(), type.getValue(), 700, random);
			ScalarIndex index = column.index(ScalarIndexType.BITMAP);
			for (int i = 0; i < 25; i++) {
				Map<String, Object> parameters = new HashMap<>();
				String sql = condition(4, type.getValue(), parameters, random);
				assertAnswers(column, index, sql, parameters);
			}
		}
	}

	private static String condition(int depth, Function<Random, Object> values, Map<String, Object> parameters,
			Random random) {
		if (depth == 0 || random.nextInt(5) == 0) {
			String name = "p" + parameters.size();
			parameters.put(name, values.apply(random));
			return switch (random.nextInt(8)) {
				case 0 -> "x IN (:" + name + ", NULL)";
				case 1 -> "x IN (:" + name + ")";
				case 2 -> "(x IS NULL OR x = :" + name + ")";
				default -> "x " + OPERATORS.get(random.nextInt(OPERATORS.size())) + " :" + name;
			};
		}
		String left = condition(depth - 1, values, parameters, random);
		return switch (random.nextInt(6)) {
			case 0 -> "(NOT " + left + ")";
			case 1 -> "((" + left + ") IS " + pick(random, "TRUE", "NOT TRUE", "FALSE", "NOT FALSE", "UNKNOWN") + ")";
			case 2, 3 -> "(" + left + " AND " + condition(depth - 1, values, parameters, random) + ")";
			default -> "(" + left + " OR " + condition(depth - 1, values, parameters, random) + ")";
		};
	}

	@Test
	void comparesNumbersOfOtherTypesAsTheEvaluator(Random random) throws IOException {
		List<Object> numbers = List.of(0.5, 0.1, 0.1f, -0.0, 3, 1e30, -1e30, Double.NaN, Double.NEGATIVE_INFINITY,
				Double.POSITIVE_INFINITY, Long.MIN_VALUE, Long.MAX_VALUE, 9007199254740993L,
				new BigInteger("18446744073709551615"), new BigDecimal("0.10"), new BigDecimal("-1.995"));
		for (Map.Entry<ArrowType, Function<Random, Object>> type : SampleTypes.ALL.entrySet()) {
			if (Kind.of(type.getKey()).isNumber()) {
				IndexedColumn column = column(type.getKey(), type.getValue(), 500, random);
				ScalarIndex index = column.index(ScalarIndexType.BTREE);
				for (Object number : numbers) {
					for (String operator : OPERATORS) {
						assertAnswers(column, index, "x " + operator + " :y", Map.of("y", number));
					}
					assertAnswers(column, index, "x IN (:y, 1, 2.5)", Map.of("y", number));
				}
			}
		}
	}

	@Test
	void comparesDatesAndTimesWithEachOtherAsTheEvaluator(Random random) throws IOException {
		List<ArrowType> types = List.of(new ArrowType.Date(DateUnit.DAY),
				new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"), new ArrowType.Timestamp(TimeUnit.MICROSECOND, null));
		List<Object> constants = List.of(LocalDate.of(1970, 1, 2), Instant.parse("1970-01-03T00:00:00.5Z"),
				LocalDateTime.parse("1970-02-01T00:00:00.000000001"), "1970-01-05");
		for (ArrowType type : types) {
			IndexedColumn column = column(type, SampleTypes.ALL.get(type), 500, random);
			ScalarIndex index = column.index(ScalarIndexType.BTREE);
			for (Object constant : constants) {
				for (String operator : OPERATORS) {
					assertAnswers(column, index, "x " + operator + " :y", Map.of("y", constant));
				}
				assertAnswers(column, index, "x IN (:y)", Map.of("y", constant));
			}
		}
	}

	@Test
	void findsBeginningsOfTextsAsTheEvaluator(Random random) throws IOException {
		ArrowType type = pick(random, new ArrowType.Utf8(), new ArrowType.LargeUtf8());
		IndexedColumn column = column(type, SampleTypes.ALL.get(type), 900, random);
		ScalarIndex index = column.index(ScalarIndexType.BTREE);
		for (String sql : List.of("x LIKE 'a%'", "x NOT LIKE 'a%'", "x LIKE 'many texts begin with the same words%'",
				"x LIKE '%'", "x LIKE 'ab'", "x LIKE ''", "x LIKE 'a\\%%'", "x LIKE 'a\\_b'",
				"x LIKE 'a!%b' ESCAPE '!'", "x LIKE 'c1%%'", "x LIKE '\uD83D\uDE00%'", "x LIKE 'zz%'", "x LIKE 'a\\'",
				"x LIKE NULL", "starts_with(x, 'c1')", "starts_with(x, '')", "NOT starts_with(x, 'many')",
				"starts_with(x, NULL)")) {
			assertAnswers(column, index, sql, Map.of());
		}
	}

	@Test
	void takesABooleanColumnForACondition(Random random) throws IOException {
		IndexedColumn column = column(FieldTypes.BOOL, Random::nextBoolean, 500, random);
		ScalarIndex index = column.index(ScalarIndexType.BITMAP);
		for (String sql : List.of("x", "NOT x", "x IS TRUE", "x IS NOT TRUE", "x IS FALSE", "x IS NOT FALSE",
				"x IS UNKNOWN", "x = TRUE", "x <> TRUE", "x AND NOT x", "x OR x IS NULL")) {
			assertAnswers(column, index, sql, Map.of());
		}
	}

	@Test
	void answersForNoRowsOneRowAndOnlyNulls(Random random) throws IOException {
		for (List<@Nullable Object> values : List.<List<@Nullable Object>>of(List.of(), List.of(3L),
				Collections.singletonList(null), Collections.nCopies(300, null), Collections.nCopies(300, 3L))) {
			IndexedColumn column = IndexedColumn.of(SampleTypes.field(FieldTypes.INT64), values, random);
			ScalarIndex index = column.index(ScalarIndexType.BTREE);
			for (String sql : List.of("x = 3", "x <> 3", "x < 3", "x >= 3", "x IN (1, 3)", "x IS NULL",
					"NOT (x IN (NULL))")) {
				assertAnswers(column, index, sql, Map.of());
			}
		}
	}

	@Test
	void findsRowsAmongManyPages(Random random) throws IOException {
		List<Object> numbers = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			numbers.add((random.nextInt(3) == 0) ? 7L : random.nextLong(30_000));
		}
		IndexedColumn column = IndexedColumn.of(SampleTypes.field(FieldTypes.INT64), numbers, random);
		ScalarIndex index = column.index(ScalarIndexType.BTREE);
		for (int i = 0; i < 100; i++) {
			Map<String, Object> two = Map.of("y", random.nextLong(30_000), "z", random.nextLong(30_000));
			for (String sql : List.of("x BETWEEN :y AND :z", "x = :y OR x = :z", "NOT (x > :y) AND x <> :z")) {
				assertAnswers(column, index, sql, two);
			}
		}
	}

	@Test
	void findsListsByTheirElementsAsTheEvaluator(Random random) throws IOException {
		for (Map.Entry<ArrowType, Function<Random, Object>> type : SampleTypes.ALL.entrySet()) {
			ArrowType list = pick(random, new ArrowType.List(), new ArrowType.LargeList());
			List<@Nullable Object> lists = SampleTypes
				.values((source) -> SampleTypes.values(type.getValue(), source.nextInt(5), source), 600, random);
			IndexedColumn column = IndexedColumn.of(SampleTypes.listField(list, type.getKey()), lists, random);
			ScalarIndex index = column.index(ScalarIndexType.LABEL_LIST);
			for (int i = 0; i < 10; i++) {
				Map<String, Object> parameters = Map.of("y", type.getValue().apply(random), "z",
						type.getValue().apply(random));
				for (String sql : List.of("array_has(x, :y) OR array_contains(x, :z)",
						"NOT array_has(x, :y) AND array_has_any(x, [:z])", "array_has_any(x, [:y, :z])",
						"NOT array_has_all(x, [:y, :z])", "array_has_all(x, [:y, :z, NULL])",
						"array_has_any(x, [:y, NULL]) IS NOT TRUE OR array_has(x, :z)",
						"(array_has(x, :y) AND array_has_all(x, [:z])) IS UNKNOWN")) {
					assertAnswers(column, index, sql, parameters);
				}
			}
			for (String sql : List.of("x IS NULL", "x IS NOT NULL", "array_has(x, NULL)", "array_has_any(x, NULL)")) {
				assertAnswers(column, index, sql, Map.of());
			}
		}
	}

	@Test
	void findsListsByParametersThatAreLists(Random random) throws IOException {
		List<@Nullable Object> lists = SampleTypes.values((source) -> Arrays.asList(source.nextLong(9), null), 300,
				random);
		IndexedColumn column = IndexedColumn.of(SampleTypes.listField(new ArrowType.List(), FieldTypes.INT64), lists,
				random);
		ScalarIndex index = column.index(ScalarIndexType.LABEL_LIST);
		for (Object wanted : List.of(List.of(), List.of(1L, 2.0), new double[] { 1, 1.5 }, new long[] { 3, 3 })) {
			assertAnswers(column, index, "array_has_any(x, :y)", Map.of("y", wanted));
			assertAnswers(column, index, "array_has_all(x, :y)", Map.of("y", wanted));
		}
	}

	@Test
	void doesNotAnswerWhatItDoesNotKnow(Random random) throws IOException {
		IndexedColumn texts = column(FieldTypes.UTF8, SampleTypes.ALL.get(FieldTypes.UTF8), 50, random);
		ScalarIndex index = texts.index(ScalarIndexType.BTREE);
		for (String sql : List.of("x LIKE '%a'", "x LIKE 'a_b%'", "x ILIKE 'a%'", "lower(x) = 'a'", "x = x",
				"x = 'a' AND contains(x, 'a')", "starts_with('abc', x)", "random() < 0.5")) {
			Expression condition = texts.parse(sql, Map.of());
			assertThat(index.rows(condition)).as(sql).isNull();
			assertThat(index.count(condition)).as(sql).isEmpty();
		}
	}

	@Test
	void putsNotANumberAboveAllNumbers(Random random) throws IOException {
		IndexedColumn column = IndexedColumn.of(
				SampleTypes.field(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)), List.of(Double.NaN),
				random);
		ScalarIndex index = column.index(ScalarIndexType.BTREE);
		assertThat(index.count(column.parse("x > :y", Map.of("y", Double.POSITIVE_INFINITY)))).hasValue(column.count());
	}

	private static void assertAnswers(IndexedColumn column, ScalarIndex index, String sql,
			Map<String, ? extends @Nullable Object> parameters) {
		Expression condition = column.parse(sql, parameters);
		String description = sql + parameters + column.field();
		assertThat(index.rows(condition)).as(description).isEqualTo(column.evaluated(condition));
		assertThat(index.count(condition)).as(description).hasValue(column.evaluated(condition).getLongCardinality());
	}

	private static IndexedColumn column(ArrowType type, Function<Random, Object> values, int rows, Random random) {
		return IndexedColumn.of(SampleTypes.field(type), SampleTypes.values(values, rows, random), random);
	}

	@SafeVarargs
	private static <T> T pick(Random random, T... values) {
		return values[random.nextInt(values.length)];
	}

}

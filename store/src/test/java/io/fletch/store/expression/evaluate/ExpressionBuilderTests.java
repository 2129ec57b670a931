package io.fletch.store.expression.evaluate;

import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;
import io.fletch.store.query.RecordComponent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is built in Java is what SQL says.
 */
class ExpressionBuilderTests {

	private static final Field INT = Field.nullable("", new ArrowType.Int(32, true));

	static Stream<Arguments> pairs() {
		Expression n = Expression.column("n");
		Expression s = Expression.column("s");
		Expression tags = Expression.column("tags");
		return Stream.of(Arguments.of(n.eq(7), "n = 7"), Arguments.of(n.ne(7), "n <> 7"),
				Arguments.of(n.lt(8).and(n.le(7)).and(n.gt(6)).and(n.ge(7)), "n < 8 AND n <= 7 AND n > 6 AND n >= 7"),
				Arguments.of(n.eq(1).or(s.isNull()).not(), "NOT (n = 1 OR s IS NULL)"),
				Arguments.of(n.isDistinctFrom(null), "n IS DISTINCT FROM NULL"),
				Arguments.of(n.in(List.of(1, 7)), "n IN (1, 7)"),
				Arguments.of(n.notIn(Arrays.asList(1, null)), "n NOT IN (1, NULL)"),
				Arguments.of(n.in(List.of()), "n IN ()"),
				Arguments.of(n.between(1, Expression.column("byte")), "n BETWEEN 1 AND byte"),
				Arguments.of(s.like("H%"), "s LIKE 'H%'"), Arguments.of(s.ilike("h%"), "s ILIKE 'h%'"),
				Arguments.of(s.isNotNull(), "s IS NOT NULL"),
				Arguments.of(Expression.column("ok").isTrue(), "ok IS TRUE"),
				Arguments.of(Expression.column("ok").isFalse(), "ok IS FALSE"),
				Arguments.of(n.plus(1).minus(2).times(3).dividedBy(4).remainder(5), "((((n + 1) - 2) * 3) / 4) % 5"),
				Arguments.of(n.negated(), "-n"), Arguments.of(Expression.value(2).plus(n), "2 + n"),
				Arguments.of(Expression.column("meta-data", "City"), "`meta-data`.City"),
				Arguments.of(Expression.column("meta-data").field("City"), "`meta-data`['City']"),
				Arguments.of(tags.element(-1), "tags[-1]"), Arguments.of(Expression.column("m").element("k"), "m['k']"),
				Arguments.of(tags.has("red"), "array_has(tags, 'red')"),
				Arguments.of(tags.hasAny(List.of("red", "x")), "array_has_any(tags, ['red', 'x'])"),
				Arguments.of(tags.hasAll(List.of("red", "x")), "array_has_all(tags, ['red', 'x'])"),
				Arguments.of(s.length(), "length(s)"), Arguments.of(s.lower(), "lower(s)"),
				Arguments.of(s.upper(), "upper(s)"), Arguments.of(s.contains("lo"), "contains(s, 'lo')"),
				Arguments.of(s.startsWith("He"), "starts_with(s, 'He')"),
				Arguments.of(s.endsWith("d"), "ends_with(s, 'd')"), Arguments.of(s.matches("W.r"), "s ~ 'W.r'"),
				Arguments.of(n.orElse(0), "coalesce(n, 0)"), Arguments.of(s.call("substr", 1, 2), "substr(s, 1, 2)"),
				Arguments.of(Expression.function("CONCAT", s, 1, null), "concat(s, 1, NULL)"),
				Arguments.of(n.cast(INT), "n::int"), Arguments.of(s.tryCast(INT), "TRY_CAST(s AS int)"),
				Arguments.of(Expression.column("day").gt(LocalDate.of(2024, 1, 1)), "day > date '2024-01-01'"),
				Arguments.of(Expression.column("day").plus(Period.ofMonths(1)), "day + INTERVAL '1' MONTH"),
				Arguments.of(Expression.column("day").eq("2024-02-29"), "day = '2024-02-29'"),
				Arguments.of(Expression.when(n.gt(9), "big").when(n.gt(5), "mid").otherwise(s),
						"CASE WHEN n > 9 THEN 'big' WHEN n > 5 THEN 'mid' ELSE s END"),
				Arguments.of(Expression.function("array_has", List.of(1.5, Double.NaN), Double.NaN),
						"array_has([1.5, CAST('NaN' AS double)], CAST('NaN' AS double))"),
				Arguments.of(Expression.column("v").ne(new float[] { 1, Float.NEGATIVE_INFINITY }),
						"v <> [1, CAST('-Infinity' AS float)]"),
				Arguments.of(Expression.when(n.gt(9), 1), "CASE WHEN n > 9 THEN 1 END"));
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void givesWhatSqlGives(Expression built, String sql) {
		Expression checked = ExpressionParser.checked(built, SampleRows.SCHEMA);
		List<@Nullable Object> expected = values(ExpressionParser.parse(sql, Map.of(), SampleRows.SCHEMA));
		assertThat(values(checked)).isEqualTo(expected);
		assertThat(values(ExpressionParser.parse(built.toSql(), Map.of(), SampleRows.SCHEMA))).isEqualTo(expected);
	}

	private static List<@Nullable Object> values(Expression expression) {
		return Arrays.asList(new ExpressionEvaluator(SampleRows.SCHEMA, expression).values(SampleRows.BATCH));
	}

	@Test
	void isWrittenAsSql() {
		assertThat(Expression.column("age").gt(18).and(Expression.column("status").eq("active")).toSql())
			.isEqualTo("((age > 18) AND (status = 'active'))");
		assertThat(Expression.column("camelCase").eq(1).or(Expression.column("a b", "größe").isNull()).toSql())
			.isEqualTo("((`camelCase` = 1) OR (`a b`.`größe` IS NULL))");
		assertThat(Expression.column("s").eq("it's; DROP TABLE x --").toSql())
			.isEqualTo("(s = 'it''s; DROP TABLE x --')");
	}

	@Test
	void longChainsCanBeWrittenAndRead() {
		Expression chain = Expression.column("n").eq(0);
		for (int i = 1; i < 1000; i++) {
			chain = chain.or(Expression.column("n").eq(i));
		}
		Expression checked = ExpressionParser.checked(chain, SampleRows.SCHEMA);
		Expression parsed = ExpressionParser.parse(chain.toSql(), Map.of(), SampleRows.SCHEMA);
		assertThat(parsed.toSql()).isEqualTo(checked.toSql());
		String longer = "(" + chain.toSql() + ") OR n = 1000";
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> ExpressionParser.parse(longer, Map.of(), SampleRows.SCHEMA))
			.withMessageContaining("more than 1000 conditions or operations are joined or nested; use IN");
	}

	@Test
	void namesColumnsByTheComponentsOfRecords() {
		assertThat(Expression.column(Song::title).eq("x").toSql()).isEqualTo("(title = 'x')");
		assertThat(Expression.column(Song::year).ge(2020).toSql()).isEqualTo("(year >= 2020)");
		RecordComponent<Song, Integer> computed = (song) -> song.year() + 1;
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Expression.column(computed))
			.withMessageContaining("such as Article::lang");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Expression.column(new String[0]))
			.withMessageContaining("A column has a name");
	}

	@Test
	void saysWhatIsWrong() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> ExpressionParser.filter(Expression.column("nope").eq(1), SampleRows.SCHEMA))
			.withMessageContaining("In the expression 'nope', the table has no column 'nope'");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> ExpressionParser.filter(Expression.column("s").eq(1), SampleRows.SCHEMA))
			.withMessageContaining("In the expression '(s = 1)', ")
			.withMessageContaining("cannot be compared with 1 (int64)");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> ExpressionParser.filter(Expression.column("n").plus(1), SampleRows.SCHEMA))
			.withMessageContaining("does not return a boolean but int64");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> ExpressionParser.filter(Expression.column("n").eq(new Object()), SampleRows.SCHEMA))
			.withMessageContaining("a value of the Java type java.lang.Object cannot be used");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> ExpressionParser.filter(Expression.column("s").call("loer").eq(1), SampleRows.SCHEMA))
			.withMessageContaining("there is no function 'loer'; did you mean lower?");
	}

	@Test
	void refusesTreesThatAreTooDeep() {
		Expression deep = Expression.column("n").eq(0);
		for (int i = 0; i < 100_000; i++) {
			deep = deep.or(Expression.column("n").eq(i));
		}
		Expression condition = deep;
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> ExpressionParser.filter(condition, SampleRows.SCHEMA))
			.withMessageContaining("more than 1000 conditions or operations are joined or nested; use IN");
		Expression ofMany = Expression.column("n").in(Collections.nCopies(100_000, 7));
		assertThat(values(ExpressionParser.checked(ofMany, SampleRows.SCHEMA))).containsExactly(true, null);
	}

	/**
	 * A record whose components are columns.
	 *
	 * @param title a text
	 * @param year a number
	 */
	record Song(String title, int year) {
	}

}

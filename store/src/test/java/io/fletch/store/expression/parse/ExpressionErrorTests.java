package io.fletch.store.expression.parse;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.evaluate.SampleRows;
import io.fletch.store.query.Expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ExpressionErrorTests {

	@Test
	@Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void refusesANumberThatWouldTakeAllMemory() {
		for (Object number : List.of(new BigDecimal("1e999999999"), new BigDecimal("1e-999999999"),
				BigInteger.TEN.pow(5000))) {
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> ExpressionParser.parseFilter("n > :x", Map.of("x", number), SampleRows.SCHEMA))
				.withMessageMatching("A number of \\d+ digits and the exponent -?\\d+ is too long for an expression; "
						+ "neither may be beyond 1000");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '@', quoteCharacter = '~',
			textBlock = """
					n + sa > 1                     @ at column 5, the table has no column 'sa'
					n > 1 AND prize = 2            @ did you mean price?
					n = 1 AND loer(s) = 'x'        @ at column 11, there is no function 'loer'; did you mean lower?
					array_length(s) IS NULL         @ has no number of elements; a list or map has
					lower(n) = 'x'                 @ at column 1, the function 'lower' takes a text as argument 1, not the column 'n' of type int64
					lower(s, s, s) = 'x'           @ takes 1 arguments, not 3
					trim() = 'x'                   @ the function 'trim' takes 1
					n + 'a' > 1                    @ it cannot calculate int64 + utf8
					s > 1                          @ cannot be compared with 1 (int64); convert one with CAST
					n                              @ is not a condition by itself
					n + 1                          @ '(n + 1)' is no condition: it does not return a boolean but int64
					n = 1 OR s                     @ at column 10, the column 's' is not a condition by itself
					ok AND (SELECT 1)              @ is not supported
					count(*) > 1                   @ at column 7, '*' stands where a value
					regexp_like(s, '[')            @ at column 16, '[' is no regular expression
					s ~ '('                        @ at column 5, '(' is no regular expression
					json_extract(s, '$.[') = '1'   @ at column 17, '$.[' is no path such as
					to_date(s, '%q') > now()       @ at column 12, '%q' is no format such as
					n = ANY(SELECT 1)              @ is not supported
					n IN (SELECT 1)                @ is not supported
					EXISTS (SELECT 1)              @ is not supported
					(n, s) = (1, 'a')              @ is not supported
					n = ?                          @ at column 5, '?' stands where a value
					n & 1 = 1                      @ is not supported
					ok XOR ok                      @ is not supported
					s SIMILAR TO 'a'               @ is not supported
					sum(n) OVER () > 1             @ is not supported
					day = 'yesterday'              @ 'yesterday' is not a date such as 2026-01-31
					at > '2024-13-01'              @ is not a time such as 2026-01-31T12:00:00Z
					n = CAST('x' AS shape)         @ the type 'shape' is not known
					CAST(tags AS int) = 1          @ cannot become int32
					bin = X'0'                     @ has two digits
					day + INTERVAL '1' PARSEC > day @ is no interval
					`meta-data`.nope = 1           @ has no field 'nope'; its columns are [user-id, City]
					s.x = 1                        @ the column 's' of type utf8 has no field 'x'
					tags = 'red'                   @ cannot be compared with red (utf8)
					array_has(tags, 1)             @ cannot be compared with 1 (int64)
					coalesce(n, s) = 1             @ does not go together with
					date_part('eon', day) = 1      @ 'eon' is no part of a time
					to_date('2023-02-29', 'yyyy-MM-dd') = day @ '2023-02-29' is not written as the format 'yyyy-MM-dd' says
					to_date('12:30', 'HH:mm') = day @ '12:30' of the format 'HH:mm' tells no date
					to_date('x', '%Q') = day       @ '%Q' is no format such as 'dd.MM.yyyy HH:mm' or '%d.%m.%Y %H:%M': %Q is not known
					to_date('x', 'foo') = day      @ 'foo' is no format such as
					to_date(n, 'yyyy') = day       @ a format is for a text, not for 7
					at - day > INTERVAL '1 month'  @ months and years have no fixed length
					at - day > 'soon'              @ 'soon' is no interval such as '1 month 2 days' or '1 day 02:30:00'
					_rowaddr = 1                   @ no column '_rowaddr' (rows move when files are compacted, so only _rowid tells a row for good)
					_distance < 1                  @ no column '_distance' (only a search by vector or words has one)
					date_trunc(s, day) = day       @ takes a text that is a literal or a parameter
					coalesce(n, 1) IGNORE NULLS = 1 @ at column 16, 'coalesce(n, 1) IGNORE NULLS' has more to it
					coalesce(DISTINCT n, 1) = 1    @ at column 10, 'coalesce(DISTINCT n, 1)' has more to it
					lower(UNIQUE s) = 'a'          @ has more to it
					lower(ALL s) = 'a'             @ has more to it
					concat(s, s ORDER BY n) = 'a'  @ has more to it
					concat(s, s LIMIT 1) = 'a'     @ has more to it
					lower(s).foo(1) = 'a'          @ has more to it
					lower(s)(1) = 'a'              @ has more to it
					overlay(s placing 'x' from 1) = 'a' @ has more to it
					sum(n) FILTER (WHERE n > 1) > 1 @ is not supported
					coalesce(n, 1) WITHIN GROUP (ORDER BY n) = 1 @ is not supported
					coalesce(n, 1) KEEP (DENSE_RANK FIRST ORDER BY n) = 1 @ has more to it
					s LIKE BINARY 'a'              @ at column 8, 's LIKE BINARY 'a'' has more to it
					s COLLATE 'de' = 'a'           @ is not supported
					n GLOBAL IN (1)                @ has more to it
					n(+) = 1                       @ has more to it
					n = &p                         @ has more to it
					CAST(s AS int FORMAT 'x') = 1  @ at column 15, 'CAST(s AS int FORMAT 'x')' has more to it
					TRY_CAST(s AS int FORMAT 'x') = 1 @ has more to it
					CAST('abc' AS varchar(1)) = 'a' @ at column 15, the type 'varchar (1)' has a size, which varchar does not take; leave it out, and cut texts with left(text, length)
					CAST(n AS int(5)) = 1          @ has a size, which int does not take
					CAST(n AS float(3)) = 1        @ has a size, which float does not take
					s::character varying(3) = 'a'  @ has a size
					CAST(s AS char character set latin1) = 'a' @ has more to it than a name
					CAST(n AS int zerofill) = 1    @ has more to it than a name
					json_exists(j, '$.a' TRUE ON ERROR) @ has more to it
					day + INTERVAL '1' DAY(3) > day @ has more to it
					CAST(1e39 AS float) > 1        @ 1.0E39 does not fit float32
					CAST(70000 AS float16) > 1     @ 70000 does not fit float16
					CAST('1e999' AS double) > 1    @ 1e999 does not fit float64
					n = 1; DELETE FROM x           @ the text goes on with ';' at column 6
					n = = 1                        @ at column 5
					n = 1)                         @ goes on with ')' at column 6
					n = 'open                      @ at column 5, what begins with ' has no end; close it with another
					`open = 1                      @ at column 1, what begins with ` has no end; close it with another
					n = 1 /* open                  @ at column 7, the comment has no end; close it with */
					n = 1 € 2                      @ at column 7, '€' has no meaning in SQL; put texts into ' and odd names into `
					exp(1000) > 1                  @ exp(1000.0) is too large for float64
					power(10, 1000) > 1            @ power(10.0, 1000.0) is too large for float64
					power(n - 7, -1) > 1           @ power(0.0, -1.0) is a division by zero
					power(-8, 0.5) > 1             @ power(-8.0, 0.5) is no real number
					year(time '12:00:00') = 1      @ takes a date or timestamp as argument 1
					date_part('year', time '12:00:00') = 1 @ a time of day has no 'year'; its parts are hour, minute
					date_part('era', day) = 1      @ parts are millennium, century, decade, year, isoyear, quarter, month, week, day, dow, isodow, doy, hour
					9223372036854775807 + 1 > n    @ The expression '(9223372036854775807 + 1)' has no result: long overflow
					1 / (n - 7) > 1                @ The expression '(1 / (n - 7))' has no result: division by zero
					1.0 / (n - 7) > 1              @ division by zero
					n % 0 = 1                      @ division by zero
					CAST(s AS int) = 1             @ 'Hello Wörld' is no number
					CAST(200 AS tinyint) = 1       @ 200 does not fit int8
					sqrt(small) > 1                @ the square root of the negative number -3.0
					regexp_like(s, '(' || s)       @ is no regular expression
					json_extract(j, '$[' || s) = '' @ is no path such as $.a[0].b
					""")
	void saysWhatIsWrongWhereAndWhatToDo(String sql, String message) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> evaluate(sql, Map.of()))
			.withMessageContaining(message);
	}

	@Test
	void aPartThatATimeOfDayHasNotIsRefusedBeforeAnyRow() {
		Schema schema = new Schema(List
			.of(Field.nullable("clock", new ArrowType.Time(org.apache.arrow.vector.types.TimeUnit.SECOND, 32))));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> ExpressionParser.parse("1 = date_part('year', clock)", Map.of(), schema))
			.withMessageContaining(
					"at column 5, the function 'date_part' cannot be called so: a time of day has no 'year'");
	}

	@Test
	void tellsTheLine() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> evaluate("n = 1\n  AND nope = 2", Map.of()))
			.withMessageContaining("at line 2, column 7, the table has no column 'nope'");
	}

	@Test
	void showsThePlace() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> evaluate("n = 1\n\tAND nope = 2\n AND n = 3", Map.of()))
			.withMessageContaining("; its columns are [n, small")
			.withMessageEndingWith("\n  \tAND nope = 2\n  \t    ^");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> evaluate("n = 1 AND ) s", Map.of()))
			.withMessageEndingWith("')' was not expected at column 11\n  n = 1 AND ) s\n            ^");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> evaluate("n = 1;\nDROP TABLE x", Map.of()))
			.withMessageEndingWith("\n  n = 1;\n       ^");
		String many = "n = 1 OR ".repeat(50);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> evaluate(many + "nope = 1 OR " + many + "n = 1", Map.of()))
			.withMessageEndingWith("\n  "
					+ (many.substring(many.length() - 60) + "nope = 1 OR " + many).substring(0, 120).stripTrailing()
					+ "\n  " + " ".repeat(60) + "^");
	}

	@Test
	void refusesMissingUnusedAndStrangeParameters() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> evaluate("n = :n", Map.of()))
			.withMessageContaining("at column 6, the parameter :n has no value; given are []");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> evaluate("n = :n", Map.of("n", 1, "m", 2)))
			.withMessageContaining("there is no parameter :m; its parameters are [n]");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> evaluate("n = :n", Map.of("n", new Object())))
			.withMessageContaining("a value of the Java type java.lang.Object cannot be used");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> evaluate("n = :n", Map.of("n", "1")))
			.withMessageContaining("cannot be compared with 1 (utf8)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "(", "lower(", "CASE WHEN n = 1 THEN ", "[", "CAST(", "-(", "n BETWEEN (", "n + (",
			"s || (", "coalesce(1, " })
	@Timeout(value = 20, unit = TimeUnit.SECONDS)
	void refusesDeepTextsSoon(String opening) {
		String sql = opening.repeat(Math.min(3000, 19_000 / opening.length()));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> evaluate(sql, Map.of()))
			.withMessageContaining("nests deeper");
	}

	@Test
	void boundsThePathsOfFields() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> evaluate("a.".repeat(9000) + "a", Map.of()))
			.withMessageContaining("has at most 50 names");
	}

	@Test
	@Timeout(value = 20, unit = TimeUnit.SECONDS)
	void boundsWhatIsEvaluatedTwice() {
		String sql = "n";
		for (int i = 0; i < 30; i++) {
			sql = "CASE " + sql + " WHEN 1 THEN 2 WHEN 3 THEN 4 END";
		}
		String nested = sql + " = 1";
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> evaluate(nested, Map.of()))
			.withMessageContaining("more than 50000 operations would be evaluated for each row");
	}

	@ParameterizedTest
	@ValueSource(ints = { 20, 60, 99 })
	@Timeout(value = 20, unit = TimeUnit.SECONDS)
	void answersTextsOfTheGreatestDepthSoon(int depth) {
		for (String[] pair : new String[][] { { "(", ")" }, { "lower(", ")" }, { "abs(1 + ", ")" },
				{ "CASE WHEN n = 1 THEN ", " END" }, { "coalesce(", ", 1)" }, { "-(", ")" }, { "(1 + ", ")" } }) {
			String core = pair[0].equals("lower(") ? "s" : "n";
			String sql = pair[0].repeat(depth) + core + pair[1].repeat(depth) + " IS NULL";
			assertThat(evaluate(sql, Map.of())).isIn(true, false);
		}
	}

	@Test
	@Timeout(value = 20, unit = TimeUnit.SECONDS)
	void answersLongListsAndChainsSoon() {
		String list = IntStream.range(0, 3900).mapToObj(String::valueOf).collect(Collectors.joining(","));
		assertThat(evaluate("n IN (" + list + ")", Map.of())).isEqualTo(true);
		assertThat(evaluate("n = 1" + " OR n = 7".repeat(400), Map.of())).isEqualTo(true);
		List<Long> many = new ArrayList<>(Collections.nCopies(200_000, 5L));
		many.add(7L);
		assertThat(evaluate("n IN :ids", Map.of("ids", many))).isEqualTo(true);
	}

	@Test
	void matchesHostileRegularExpressionsInLinearTime() {
		long start = System.nanoTime();
		assertThat(evaluate("regexp_like(:text, '(a+)+$')", Map.of("text", "a".repeat(30_000) + "b"))).isEqualTo(false);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
	}

	private static Object evaluate(String sql, Map<String, ?> parameters) {
		Expression condition = ExpressionParser.parseFilter(sql, parameters, SampleRows.SCHEMA).condition();
		return new ExpressionEvaluator(SampleRows.SCHEMA, condition).value(SampleRows.FULL);
	}

	@Test
	@Timeout(value = 20, unit = TimeUnit.SECONDS)
	void refusesParametersThatContainThemselves() {
		List<Object> list = new ArrayList<>();
		list.add(list);
		Map<String, Object> map = new HashMap<>();
		map.put("a", List.of(map));
		for (Object value : List.of(list.subList(0, 1), map)) {
			for (String sql : List.of("n = :x", "n IN :x", "n IN (:x)", "coalesce(:x, n) = 1")) {
				assertThatExceptionOfType(InvalidInputException.class)
					.isThrownBy(() -> evaluate(sql, Map.of("x", value)))
					.withMessageContaining("or one that contains itself");
			}
		}
	}

	@Test
	void refusesHalfASurrogatePair() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> evaluate("s = '\ud800'", Map.of()))
			.withMessageContaining("has half a surrogate pair at column 6, which is no text");
		assertThat(evaluate("s <> '\ud83d\ude00'", Map.of())).isEqualTo(true);
	}

}

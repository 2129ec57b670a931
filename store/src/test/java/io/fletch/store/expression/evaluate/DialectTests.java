package io.fletch.store.expression.evaluate;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What filters of LanceDB can say, and what they cannot, by areas; each on a full row and
 * on a row of nulls.
 */
class DialectTests {

	@ParameterizedTest
	@CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
			comparison @ n = 7 AND n == 7 AND n != 8 AND n <> 8 @ true  @ null
			comparison @ n < 8 AND n <= 7 AND n > 6 AND n >= 7  @ true  @ null
			comparison @ n = NULL                               @ null  @ null
			comparison @ n <> NULL                              @ null  @ null
			comparison @ NULL = NULL                            @ null  @ null
			comparison @ n IS NOT DISTINCT FROM NULL            @ false @ true
			comparison @ NULL IS DISTINCT FROM NULL             @ false @ false
			comparison @ at = '2024-02-29T13:45:30.123456Z'     @ true  @ null
			comparison @ at < now()                             @ true  @ null
			comparison @ d = 2.5 AND small = -3                 @ true  @ null
			logic      @ NOT (n = 7 AND n = 8)                  @ true  @ null
			logic      @ n = 7 OR NULL                          @ true  @ null
			logic      @ n = 8 AND NULL                         @ false @ null
			logic      @ NOT NULL                               @ null  @ null
			logic      @ ok AND NOT (s IS NULL)                 @ true  @ false
			sets       @ n IN (1, 7, NULL)                      @ true  @ null
			sets       @ n IN (1, NULL)                         @ null  @ null
			sets       @ n NOT IN (7, NULL)                     @ false @ null
			sets       @ s IN ('a', 'Hello Wörld')              @ true  @ null
			sets       @ n NOT IN (1, 2)                        @ true  @ null
			sets       @ n BETWEEN 7 AND 7                      @ true  @ null
			sets       @ n BETWEEN NULL AND 5                   @ false @ null
			sets       @ n NOT BETWEEN 1 AND NULL               @ null  @ null
			sets       @ day BETWEEN '2024-01-01' AND '2024-12-31' @ true @ null
			nulls      @ n IS NULL                              @ false @ true
			nulls      @ n IS NOT NULL                          @ true  @ false
			nulls      @ ok IS TRUE                             @ true  @ false
			nulls      @ ok IS NOT TRUE                         @ false @ true
			nulls      @ ok IS FALSE                            @ false @ false
			nulls      @ ok IS NOT FALSE                        @ true  @ true
			nulls      @ `meta-data`['City'] IS NULL            @ false @ true
			patterns   @ s LIKE '%lo W_rld'                     @ true  @ null
			patterns   @ s NOT LIKE 'hello%'                    @ true  @ null
			patterns   @ s ILIKE '%WÖRLD'                       @ true  @ null
			patterns   @ s NOT ILIKE 'x%'                       @ true  @ null
			patterns   @ '50%' LIKE '50\\%'                     @ true  @ true
			patterns   @ '50x' LIKE '50\\%'                     @ false @ false
			patterns   @ '50%' LIKE '50!%' ESCAPE '!'           @ true  @ true
			patterns   @ 'a_b' LIKE 'a!_b' ESCAPE '!'           @ true  @ true
			patterns   @ 'axb' LIKE 'a!_b' ESCAPE '!'           @ false @ false
			patterns   @ 'A_B' ILIKE 'a!_b' ESCAPE '!'          @ true  @ true
			patterns   @ s LIKE NULL                            @ null  @ null
			patterns   @ regexp_match(s, '^X') IS TRUE          @ false @ false
			patterns   @ regexp_like(s, 'WÖRLD$', 'i')          @ true  @ null
			patterns   @ s ~* '^hello' AND s !~ '^hello'        @ true  @ null
			patterns   @ s !~* '^hello'                         @ false @ null
			patterns   @ contains_tokens(s, 'wörld hello')      @ true  @ null
			patterns   @ contains_tokens(s, 'wör')              @ false @ null
			arithmetic @ abs(small) + -small = 6                @ true  @ null
			arithmetic @ 7 % 4 * 2 - 1 / 1                      @ 5     @ 5
			arithmetic @ nullif(n, 8)                           @ 7     @ null
			arithmetic @ random() < 1                           @ true  @ true
			arithmetic @ length(uuid())                         @ 36    @ 36
			types      @ CAST(n AS tinyint) + CAST(n AS smallint) + CAST(n AS int) + CAST(n AS bigint) @ 28 @ null
			types      @ CAST(n AS tinyint unsigned) + CAST(n AS int unsigned) + CAST(n AS bigint unsigned) @ 21 @ null
			types      @ CAST(n AS float) + CAST(n AS double)   @ 14.0  @ null
			types      @ CAST(n AS varchar) || CAST(n AS string) @ 77   @ null
			types      @ CAST(at AS timestamp(0)) < CAST(at AS timestamp(3)) @ true @ null
			types      @ CAST(at AS timestamp(6)) = CAST(at AS timestamp(9)) @ true @ null
			types      @ CAST('2024-02-29 10:00:00' AS datetime) @ 2024-02-29T10:00 @ 2024-02-29T10:00
			types      @ TRY_CAST('x' AS date)                  @ null  @ null
			types      @ '12.345'::decimal(5,2)                 @ 12.35 @ 12.35
			types      @ true::int + false::int                 @ 1     @ 1
			literals   @ 'it''s'                                @ it's  @ it's
			literals   @ length(X'0102')                        @ 2     @ 2
			literals   @ date '2021-01-01' < timestamp '2021-01-01 00:00:01' @ true @ true
			literals   @ decimal(8,3) '1.5' * 2                 @ 3.000 @ 3.000
			literals   @ array_length([1, 2, 3])                @ 3     @ 3
			literals   @ INTERVAL '2' DAY + day                 @ 2024-03-02 @ null
			dates      @ date_part('dow', day)                  @ 4.0   @ null
			dates      @ date_trunc('year', '2024-02-29')       @ 2024-01-01T00:00 @ 2024-01-01T00:00
			dates      @ year(day) + month(day)                 @ 2026  @ null
			dates      @ extract(epoch from timestamp '1970-01-02') @ 86400.0 @ 86400.0
			lists      @ array_has(tags, NULL)                  @ null  @ null
			lists      @ array_has_any(tags, [])                @ false @ null
			lists      @ array_has_all(tags, [])                @ true  @ null
			lists      @ array_contains_any(nums, [9, 3])       @ true  @ null
			lists      @ array_contains_all(nums, [1, 3])       @ true  @ null
			lists      @ array_position(nums, 9)                @ null  @ null
			lists      @ tags[0]                                @ null  @ null
			lists      @ tags[n - 5]                            @ green @ null
			lists      @ nums[-3] = 1                           @ true  @ null
			lists      @ cardinality(m)                         @ 1     @ null
			structs    @ `meta-data`['user-id'] = 42            @ true  @ null
			structs    @ get_field(`meta-data`, 'City')         @ Graz  @ null
			maps       @ m['k'] > 4                             @ true  @ null
			maps       @ m['x'] IS NULL                         @ true  @ true
			json       @ json_get_int(j, '$.n') = 3             @ true  @ null
			json       @ json_exists(j, 'a') AND NOT json_exists(j, 'b') @ true @ null
			json       @ json_array_contains(j, '$.a', 2.5)     @ true  @ null
			json       @ json_array_length(j, 's')              @ null  @ null
			json       @ json_extract(j, '$.a[5]')              @ null  @ null
			json       @ json_get_string(json_get(j, 'a'), '$[0].b') @ x @ null
			names      @ N = 7 AND `n` = 7 AND "n" = 7          @ true  @ null
			names      @ `META-DATA`.`USER-ID`                  @ 42    @ null
			misc       @ n = 7 -- nothing else                  @ true  @ null
			misc       @ /* first */ n = 7                      @ true  @ null
			misc       @ CASE WHEN n IS NULL THEN 'none' WHEN n > 5 THEN 'many' END @ many @ none
			""")
	void says(String area, String sql, String full, String empty) {
		Expression expression = ExpressionParser.parse(sql, Map.of(), SampleRows.SCHEMA);
		ExpressionEvaluator evaluator = new ExpressionEvaluator(SampleRows.SCHEMA, expression);
		assertThat(evaluator.values(SampleRows.BATCH)).as(area)
			.extracting(String::valueOf)
			.containsExactly(full, empty);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
			day = 1                  @ cannot be compared with 1 (int64); convert one with CAST
			n = '7'                  @ cannot be compared with 7 (utf8); convert one with CAST
			n = ANY(nums)            @ there is no function 'any'
			n < 2 < 3                @ goes on with '<' at column 7
			s LIKE 'a' ESCAPE 'ab'   @ is not supported
			n IN 5                   @ takes a list as argument 1, not 5 (int64)
			m[1]                     @ the keys of the map are utf8, not int64
			tags['a']                @ an element of a list has a number, from 1
			s -> 'a' = 1             @ put the key and what it is looked up in into parentheses
			max(n) = 1               @ there is no function 'max'
			n = 1;                   @ goes on with ';' at column 6
			""")
	void refuses(String sql, String message) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> ExpressionParser.parseFilter(sql, Map.of(), SampleRows.SCHEMA))
			.withMessageContaining(message);
	}

	@Test
	void membershipOfNullIsUnknown() {
		assertThat(passes("n IN :ids", Map.of("ids", List.of(1, 7)))).isTrue();
		assertThat(passes("n NOT IN :ids", Map.of("ids", Arrays.asList(1, null)))).isNull();
		assertThat(passes("n NOT IN :ids", Map.of("ids", List.of()))).isTrue();
		assertThat(passes("n IN (:in, :not) AND n::int = :from", Map.of("in", 6, "not", 7, "from", 7))).isTrue();
		assertThat(passes("n IN (:a, :b)", Map.of("a", 6, "b", 7))).isTrue();
		assertThat(passes("n = :n OR :n IS NULL", Collections.singletonMap("n", null))).isTrue();
		assertThat(passes("array_has_any(tags, :tags)", Map.of("tags", new String[] { "blue", "red" }))).isTrue();
		assertThat(passes("day > :day", Map.of("day", LocalDate.of(2024, 1, 1)))).isTrue();
		assertThat(passes("at - day > :time", Map.of("time", Duration.ofHours(14)))).isFalse();
	}

	private static Boolean passes(String sql, Map<String, ?> parameters) {
		Expression condition = ExpressionParser.parseFilter(sql, parameters, SampleRows.SCHEMA).condition();
		return (Boolean) new ExpressionEvaluator(SampleRows.SCHEMA, condition).value(SampleRows.FULL);
	}

}

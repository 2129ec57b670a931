package io.fletch.store.expression.evaluate;

import java.util.BitSet;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operator and function on a full row and on a row of nulls.
 */
class ExpressionTests {

	@ParameterizedTest
	@CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
			n + 1                                        @ 8                      @ null
			n - 8                                        @ -1                     @ null
			n * small                                    @ -21                    @ null
			n / 2                                        @ 3                      @ null
			-n / 2                                       @ -3                     @ null
			n % 4                                        @ 3                      @ null
			-n % 4                                       @ -3                     @ null
			n / 2.0                                      @ 3.5                    @ null
			-d                                           @ -2.5                   @ null
			price * 2                                    @ 25.00                  @ null
			price / 4                                    @ 3.125000               @ null
			price + d                                    @ 15.0                   @ null
			byte + 100                                   @ 300                    @ null
			9223372036854775807 - n                      @ 9223372036854775800    @ null
			-9223372036854775808                         @ -9223372036854775808   @ -9223372036854775808
			s || '!' || n                                @ Hello Wörld!7          @ null
			CASE WHEN n > 5 THEN 'big' WHEN n > 0 THEN 'small' ELSE 'none' END @ big @ none
			CASE n WHEN 7 THEN 'seven' END               @ seven                  @ null
			CASE WHEN ok THEN 1 ELSE 2.5 END             @ 1.0                    @ 2.5
			CAST(n AS string)                            @ 7                      @ null
			n::double                                    @ 7.0                    @ null
			CAST('12' AS int) + 1                        @ 13                     @ 13
			CAST(2.7 AS int)                             @ 2                      @ 2
			CAST(price AS decimal(5,1))                  @ 12.5                   @ null
			CAST('yes' AS boolean)                       @ true                   @ true
			CAST(s AS binary) = CAST('Hello Wörld' AS binary) @ true              @ null
			TRY_CAST(s AS int)                           @ null                   @ null
			TRY_CAST('300' AS tinyint unsigned)          @ null                   @ null
			CAST('2024-01-01' AS date)                   @ 2024-01-01             @ 2024-01-01
			CAST(at AS timestamp(0))                     @ 2024-02-29T13:45:30    @ null
			CAST(at AS date)                             @ 2024-02-29             @ null
			CAST(null AS string)                         @ null                   @ null
			decimal(8,3) '1.5'                           @ 1.500                  @ 1.500
			lower(s)                                     @ hello wörld            @ null
			upper(s)                                     @ HELLO WÖRLD            @ null
			length(s)                                    @ 11                     @ null
			char_length(s)                               @ 11                     @ null
			octet_length(s)                              @ 12                     @ null
			length(bin)                                  @ 2                      @ null
			trim('  a ')                                 @ a                      @ a
			ltrim('xxa', 'x')                            @ a                      @ a
			trim(both 'x' from 'xax')                    @ a                      @ a
			rtrim('a  ')                                 @ a                      @ a
			btrim(' a ')                                 @ a                      @ a
			substr(s, 7)                                 @ Wörld                  @ null
			substring(s, 7, 2)                           @ Wö                     @ null
			substring(s from 7 for 2)                    @ Wö                     @ null
			substr(s, 0, 3)                              @ He                     @ null
			substr(s, 100)                               @ ~~                     @ null
			left(s, 2)                                   @ He                     @ null
			right(s, 2)                                  @ ld                     @ null
			replace(s, 'l', 'L')                         @ HeLLo WörLd            @ null
			concat(s, 1, NULL)                           @ Hello Wörld1           @ 1
			strpos(s, 'W')                               @ 7                      @ null
			starts_with(s, 'He')                         @ true                   @ null
			ends_with(s, 'He')                           @ false                  @ null
			contains(s, 'lo')                            @ true                   @ null
			contains_tokens(s, 'WÖRLD')                  @ true                   @ null
			regexp_like(s, 'W.r')                        @ true                   @ null
			regexp_match(s, '^W')                        @ false                  @ null
			s ~ 'o$'                                     @ false                  @ null
			s LIKE 'H%'                                  @ true                   @ null
			s LIKE 'H!%' ESCAPE '!'                      @ false                  @ null
			s ILIKE 'hELLO%'                             @ true                   @ null
			s LIKE s                                     @ true                   @ null
			abs(small)                                   @ 3                      @ null
			round(2.5)                                   @ 3.0                    @ 3.0
			round(1.256, 2)                              @ 1.26                   @ 1.26
			round(price)                                 @ 13.00                  @ null
			floor(-1.5)                                  @ -2.0                   @ -2.0
			ceil(1.2)                                    @ 2.0                    @ 2.0
			sqrt(16)                                     @ 4.0                    @ 4.0
			power(2, 10)                                 @ 1024.0                 @ 1024.0
			mod(n, 4)                                    @ 3                      @ null
			sign(small)                                  @ -1                     @ null
			isnan(d)                                     @ false                  @ null
			greatest(n, 10, NULL)                        @ 10                     @ 10
			least(n, 10)                                 @ 7                      @ 10
			coalesce(n, 0)                               @ 7                      @ 0
			ifnull(s, 'none')                            @ Hello Wörld            @ none
			nvl(s, 'none')                               @ Hello Wörld            @ none
			nullif(n, 7)                                 @ null                   @ null
			is_valid(n)                                  @ true                   @ false
			if(n > 5, 'a', 'b')                          @ a                      @ b
			array_has(tags, 'red')                       @ true                   @ null
			array_contains(tags, 'blue')                 @ false                  @ null
			'green' IN tags                              @ true                   @ null
			array_has_any(tags, ['blue', 'red'])         @ true                   @ null
			array_has_all(tags, ['blue', 'red'])         @ false                  @ null
			array_contains_all(tags, ['red', 'green'])   @ true                   @ null
			array_length(tags)                           @ 2                      @ null
			cardinality(nums)                            @ 3                      @ null
			array_position(tags, 'green')                @ 2                      @ null
			array_has(nums, 3)                           @ true                   @ null
			nums[2]                                      @ null                   @ null
			tags[1]                                      @ red                    @ null
			tags[-1]                                     @ green                  @ null
			tags[9]                                      @ null                   @ null
			v = [1, 2]                                   @ true                   @ null
			v <> array[1.0, 2.5]                         @ true                   @ null
			`meta-data`.`user-id`                        @ 42                     @ null
			`meta-data`['City']                          @ Graz                   @ null
			`meta-data`.city                             @ Graz                   @ null
			m['k']                                       @ 5                      @ null
			m['nope']                                    @ null                   @ null
			json_extract(j, '$.a[0].b')                  @ "x"                    @ null
			json_extract(j, '$.a')                       @ [{"b":"x"},2.5]        @ null
			json_get_string(j, '$.a[0].b')               @ x                      @ null
			json_get_string(j, 's')                      @ a"b                    @ null
			json_get_int(j, 'n')                         @ 3                      @ null
			json_get_float(j, '$.a[1]')                  @ 2.5                    @ null
			json_get_bool(j, 't')                        @ true                   @ null
			json_get(j, 'z')                             @ null                   @ null
			json_exists(j, '$.z')                        @ true                   @ null
			json_exists(j, '$.q')                        @ false                  @ null
			json_array_length(j, 'a')                    @ 2                      @ null
			json_array_contains(j, 'a', 2.5)             @ true                   @ null
			json_get_int('{"n":', 'n')                   @ null                   @ null
			json_get_int('{"n":3.0}', 'n')               @ 3                      @ 3
			json_get_int('{"n":3.5}', 'n')               @ null                   @ null
			json_get_int('{"n":1e18}', 'n')              @ 1000000000000000000    @ 1000000000000000000
			json_get_int('{"n":1e19}', 'n')              @ null                   @ null
			json_get_int('{"n":-1e300}', 'n')            @ null                   @ null
			json_get_int('{"n":1e400}', 'n')             @ null                   @ null
			json_get_int('{"n":9223372036854775807.0}', 'n')  @ null              @ null
			json_get_int('{"n":-9223372036854775808.0}', 'n') @ -9223372036854775808 @ -9223372036854775808
			json_get_int('{"n":9223372036854775807}', 'n')    @ 9223372036854775807  @ 9223372036854775807
			json_get_int('{"n":9223372036854775808}', 'n')    @ null              @ null
			date_part('year', at)                        @ 2024.0                 @ null
			extract(doy from day)                        @ 60.0                   @ null
			date_part('second', local)                   @ 30.123                 @ null
			hour(time '12:30:15.5')                      @ 12                     @ 12
			minute(time '12:30:15.5')                    @ 30                     @ 30
			extract(second from time '12:30:15.5')       @ 15.5                   @ 15.5
			date_part('epoch', time '00:01:00')          @ 60.0                   @ 60.0
			exp(CAST('Infinity' AS double))              @ Infinity               @ Infinity
			power(CAST('Infinity' AS double), 2)         @ Infinity               @ Infinity
			date_trunc('month', day)                     @ 2024-02-01             @ null
			date_trunc('hour', at)                       @ 2024-02-29T13:00:00Z   @ null
			date_trunc('week', day)                      @ 2024-02-26             @ null
			day + INTERVAL '1' YEAR                      @ 2025-02-28             @ null
			day - INTERVAL '1 month 2 days'              @ 2024-01-27             @ null
			day + INTERVAL '90 minutes'                  @ 2024-02-29T01:30       @ null
			at + INTERVAL 1 DAY                          @ 2024-03-01T13:45:30.123456Z @ null
			day - date '2024-01-01'                      @ 59                     @ null
			at - timestamp '2024-02-29T13:45:30Z'        @ PT0.123456S            @ null
			to_timestamp('2024-01-01 10:00:00')          @ 2024-01-01T10:00:00Z   @ 2024-01-01T10:00:00Z
			to_timestamp(1.5)                            @ 1970-01-01T00:00:01.500Z @ 1970-01-01T00:00:01.500Z
			now() = current_timestamp                    @ true                   @ true
			to_timestamp('29.02.2024 13:45', 'dd.MM.yyyy HH:mm') @ 2024-02-29T13:45:00Z @ 2024-02-29T13:45:00Z
			to_timestamp('02/29/24 01:45 PM', '%m/%d/%y %I:%M %p') @ 2024-02-29T13:45:00Z @ 2024-02-29T13:45:00Z
			to_timestamp('2024-02-29T13:45:00+0100', '%FT%T%z') @ 2024-02-29T12:45:00Z @ 2024-02-29T12:45:00Z
			to_date('29.02.2024', 'dd.MM.yyyy')          @ 2024-02-29             @ 2024-02-29
			to_date('feb 29, 2024', '%b %d, %Y') = day   @ true                   @ null
			to_date('2024-02-29')                        @ 2024-02-29             @ 2024-02-29
			to_date(at)                                  @ 2024-02-29             @ null
			day + INTERVAL '1 day 02:30:00'              @ 2024-03-01T02:30       @ null
			at - INTERVAL '-01:00'                       @ 2024-02-29T14:45:30.123456Z @ null
			at + INTERVAL '00:00:01.5'                   @ 2024-02-29T13:45:31.623456Z @ null
			at - local                                   @ PT0.000456S            @ null
			at - day > INTERVAL '13 hours'               @ true                   @ null
			at - day > INTERVAL '1' DAY                  @ false                  @ null
			at - day BETWEEN '13:45:00' AND '13:46:00'   @ true                   @ null
			at - day IN (INTERVAL '1 hour', '13:45:30.123456') @ true             @ null
			j -> 'a' -> 0 ->> 'b'                        @ x                      @ null
			j -> 'a'                                     @ [{"b":"x"},2.5]        @ null
			j ->> '$.a[1]'                               @ 2.5                    @ null
			j ->> 'z'                                    @ null                   @ null
			(j ->> 'n')::int > 2                         @ true                   @ null
			day = '2024-02-29'                           @ true                   @ null
			at >= '2024-02-29T14:45:30.123456+01:00'     @ true                   @ null
			at > '2024-02-29'                            @ true                   @ null
			local < '2024-02-29 13:45:30.1235'           @ true                   @ null
			day < at                                     @ true                   @ null
			day IN ('2024-02-29', '2024-03-01')          @ true                   @ null
			bin = X'0102'                                @ true                   @ null
			f = 0.1                                      @ true                   @ null
			price = 12.5                                 @ true                   @ null
			small = -3.0                                 @ true                   @ null
			n IS DISTINCT FROM NULL                      @ true                   @ false
			(n > 5) IS TRUE                              @ true                   @ false
			(n > 5) IS NOT FALSE                         @ true                   @ true
			(n > 5) IS UNKNOWN                           @ false                  @ true
			n == 7 -- a comment                          @ true                   @ null
			n IN (7, n + 1)                              @ true                   @ null
			n NOT IN (1, NULL)                           @ null                   @ null
			n IN ()                                      @ false                  @ false
			n NOT BETWEEN 1 AND 5                        @ true                   @ null
			n BETWEEN SYMMETRIC 9 AND 1                  @ true                   @ null
			n BETWEEN SYMMETRIC 1 AND 9                  @ true                   @ null
			n NOT BETWEEN SYMMETRIC 9 AND 1              @ false                  @ null
			n BETWEEN SYMMETRIC 9 AND NULL               @ null                   @ null
			n BETWEEN ASYMMETRIC 9 AND 1                 @ false                  @ null
			localtimestamp = localtimestamp()            @ true                   @ true
			localtime = current_time                     @ true                   @ true
			position('W' in s)                           @ 7                      @ null
			TRY_CAST(1e39 AS float)                      @ null                   @ null
			TRY_CAST(70000 AS float16)                   @ null                   @ null
			CAST(65504 AS float16)                       @ 65504.0                @ 65504.0
			CAST('Infinity' AS float)                    @ Infinity               @ Infinity
			f < 1e39                                     @ true                   @ null
			CAST('2024-01-01T00:00:00Z' AS timestamp(3) with time zone) = timestamp '2024-01-01T00:00:00Z' @ true @ true
			bin = x'0102'                                @ true                   @ null
			X'0aFf' = x'0AfF'                            @ true                   @ true
			""")
	void givesAValueForARowAndForNulls(String sql, String full, String empty) {
		Expression expression = ExpressionParser.parse(sql, Map.of(), SampleRows.SCHEMA);
		ExpressionEvaluator evaluator = new ExpressionEvaluator(SampleRows.SCHEMA, expression);
		assertThat(evaluator.values(SampleRows.BATCH)).extracting(String::valueOf).containsExactly(full, empty);
		assertThat(String.valueOf(evaluator.value(SampleRows.FULL))).isEqualTo(full);
		assertThat(String.valueOf(evaluator.value(SampleRows.EMPTY))).isEqualTo(empty);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
			1                           @ int64                @ false
			cast(null as string)        @ utf8                 @ true
			n + 1                       @ int64                @ true
			small                       @ int8                 @ true
			cast(1 as smallint)         @ int16                @ false
			1.5                         @ float64              @ false
			n > 1                       @ bool                 @ true
			n is null                   @ bool                 @ false
			coalesce(n, 0)              @ int64                @ false
			price * price               @ decimal(16,4)        @ true
			price + 1                   @ decimal(23,2)        @ true
			date '2024-01-01'           @ date                 @ false
			case when ok then 1 end     @ int64                @ true
			case when ok then 1 else 2.5 end @ float64         @ false
			concat(s, 'x')              @ utf8                 @ false
			[1.0, 2.0]                  @ list of float64      @ false
			cast([1, 2] as float[2])    @ vector of 2 float32  @ false
			tags                        @ list of utf8         @ true
			try_cast('1' as int)        @ int32                @ true
			null                        @ null                 @ true
			""")
	void knowsTheTypeOfItsResult(String sql, String type, boolean nullable) {
		Expression expression = ExpressionParser.parse(sql, Map.of(), SampleRows.SCHEMA);
		org.apache.arrow.vector.types.pojo.Field field = ExpressionParser.resultField(expression, SampleRows.SCHEMA,
				"x");
		assertThat(FieldTypes.label(field)).isEqualTo(type);
		assertThat(field.isNullable()).isEqualTo(nullable);
		assertThat(field.getName()).isEqualTo("x");
	}

	@Test
	void computesVectorsForAVectorColumn() {
		Expression expression = ExpressionParser.parse("cast([1, 2.5] as float[2])", Map.of(), SampleRows.SCHEMA);
		Object value = new ExpressionEvaluator(SampleRows.SCHEMA, expression).value(SampleRows.EMPTY);
		assertThat(value).isEqualTo(new float[] { 1, 2.5f });
	}

	@Test
	void doesNotEvaluateWhatABranchExcludes() {
		Expression expression = ExpressionParser.parse("case when n = 0 then 0 else 10 / (n - 7) end is null", Map.of(),
				SampleRows.SCHEMA);
		assertThat(new ExpressionEvaluator(SampleRows.SCHEMA, expression).value(SampleRows.EMPTY)).isEqualTo(true);
		Expression guarded = ExpressionParser.parse("n <> 7 and 10 / (n - 7) > 0", Map.of(), SampleRows.SCHEMA);
		assertThat(new ExpressionEvaluator(SampleRows.SCHEMA, guarded).passing(SampleRows.BATCH))
			.isEqualTo(new BitSet());
	}

}

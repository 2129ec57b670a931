package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.RowBatch;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Rows 0 to 3; row 3 is null everywhere.
 */
class FilterTests {

	private static final Schema SCHEMA = new Schema(List.of(field("lang", new ArrowType.Utf8()),
			field("year", new ArrowType.Int(32, true)), field("views", new ArrowType.Int(64, true)),
			field("rating", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
			field("open", new ArrowType.Bool()), field("at", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
			field("odd name", new ArrowType.Utf8())));

	private static final RowBatch ROWS = RowBatch.decode(SCHEMA, MemorySegment.ofArray(new BatchEncoder(SCHEMA)
		.encode(List.of(new Object[] { "en", 2020, 1L, 1.5, true, Instant.parse("2020-01-01T00:00:00Z"), "x" },
				new Object[] { "de", 2021, 5_000_000_000L, -2.5, false, Instant.parse("2021-01-01T00:00:00Z"), "y%" },
				new Object[] { "EN_x", -3, 3L, 0.0, true, Instant.parse("2022-01-01T00:00:00Z"), "it's" },
				new Object[7]))
		.toByteArray()));

	private static Field field(String name, ArrowType type) {
		return new Field(name, FieldType.nullable(type), null);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			lang = 'en'                             | 0
			lang <> 'en'                            | 1,2
			'en' = lang                             | 0
			2020 < year                             | 1
			LANG = 'de'                             | 1
			year >= 2020 AND views > 1              | 1
			year = 2020 OR lang = 'de'              | 0,1
			NOT (year = 2020 OR lang = 'de')        | 2
			NOT lang = 'en'                         | 1,2
			lang IN ('en', 'fr')                    | 0
			lang NOT IN ('en', 'fr')                | 1,2
			lang NOT IN ('en', NULL)                |
			lang IN ('en', NULL)                    | 0
			year IN (2020, 2021.0)                  | 0,1
			year BETWEEN 2020 AND 2021              | 0,1
			year NOT BETWEEN 2020 AND 2021          | 2
			lang IS NULL                            | 3
			lang IS NOT NULL                        | 0,1,2
			lang = NULL                             |
			NOT (lang = NULL)                       |
			lang = NULL OR year = 2020              | 0
			lang = NULL AND year = 2020             |
			lang LIKE 'e%'                          | 0
			lang ILIKE 'e%'                         | 0,2
			lang NOT LIKE 'e%'                      | 1,2
			lang LIKE 'EN\\_x'                      | 2
			lang LIKE '_n'                          | 0
			`odd name` LIKE 'y\\%'                  | 1
			"odd name" = 'it''s'                    | 2
			year = -3                               | 2
			views = 5000000000                      | 1
			year < 5000000000                       | 0,1,2
			rating = 1.5                            | 0
			rating < 0                              | 1
			rating = 0                              | 2
			open                                    | 0,2
			NOT open                                | 1
			open = false                            | 1
			at > '2020-06-01T00:00:00Z'             | 1,2
			true                                    | 0,1,2,3
			false OR lang = 'en'                    | 0
			((lang = 'en'))                         | 0
			""")
	void letsThroughTheRowsForWhichItIsTrue(String condition, String expected) {
		assertThat(passing(condition, Map.of())).isEqualTo((expected != null) ? expected : "");
	}

	@Test
	void takesNamedParameters() {
		assertThat(passing("lang = :lang", Map.of("lang", "en' OR true --"))).isEmpty();
		assertThat(passing("lang IN (:langs)", Map.of("langs", List.of("en", "de")))).isEqualTo("0,1");
		assertThat(passing("lang IN (:langs)", Map.of("langs", List.of()))).isEmpty();
		assertThat(passing("at = :at", Map.of("at", Instant.parse("2021-01-01T00:00:00Z")))).isEqualTo("1");
		assertThat(passing("year = :year", Collections.singletonMap("year", null))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			lang = 'en'; DROP TABLE x     | goes on with ';' at column 12
			lang = 'en' lang              | goes on with 'lang'
			nope = 1                      | the table has no column 'nope'; its columns are [lang, year, views
			lang = 1                      | cannot be compared with 1
			year = 'x'                    | cannot be compared with x
			lang                          | is not a condition by itself
			lang = :missing               | the parameter :missing has no value
			lang = (SELECT 1)             | stands where a value or a named parameter
			lang = views                  | cannot be compared with the column 'views' of type int64
			lang SIMILAR TO 'a'           | is not supported
			lang = 'en                    | what begins with ' has no end
			AND                           | is not a condition in SQL
			year LIKE 'x'                 | LIKE takes a text column
			at > 'yesterday'              | is not a time such as 2026-01-31T12:00:00Z
			""")
	void refusesWhatItCannotAnswer(String condition, String message) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> ExpressionParser.parseFilter(condition, Map.of(), SCHEMA))
			.withMessageContaining(message);
	}

	@Test
	void refusesEmptyAndEndlessConditions() {
		for (String condition : List.of("", "  ", "(".repeat(5000) + "true" + ")".repeat(5000), "a".repeat(20_001),
				"NOT ".repeat(4500) + "open", "open" + " AND open".repeat(2000))) {
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> ExpressionParser.parseFilter(condition, Map.of(), SCHEMA))
				.withMessageContaining("filter");
		}
	}

	@Test
	void matchesAPatternOfManyWildcardsAtOnce() {
		LikePattern pattern = new LikePattern("%a".repeat(200) + "b", true);
		assertThat(pattern.matches("a".repeat(5000))).isFalse();
		assertThat(pattern.matches("a".repeat(5000) + "b")).isTrue();
	}

	private static String passing(String condition, Map<String, ?> parameters) {
		Filter filter = ExpressionParser.parseFilter(condition, parameters, SCHEMA);
		BitSet rows = new ExpressionEvaluator(SCHEMA, filter).passing(ROWS);
		return Arrays.stream(rows.stream().toArray()).mapToObj(String::valueOf).collect(Collectors.joining(","));
	}

}

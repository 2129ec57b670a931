package io.fletch.store.expression.parse;

import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Columns may be called as types and parts of statements are.
 */
class ColumnWordsTests {

	private static final List<String> CONDITIONS = List.of("%s < 5", "1 < %s", "(%s) IS NOT NULL", "NOT %s IN (4, 5)",
			"%s BETWEEN %s AND 3 AND x = 1", "x + %s = 4", "-%s = -3", "abs(%s) = 3",
			"CASE WHEN x = 1 THEN %s ELSE x END = 3", "CAST(%s AS double) = 3.0", "%s::int = 3", "%s = :p",
			"CAST(%s AS string) || 'a' LIKE '3%%'", "x IS DISTINCT FROM %s");

	private static Schema schema(String word) {
		return new Schema(List.of(Field.nullable(word, new ArrowType.Int(64, true)),
				Field.nullable("x", new ArrowType.Int(64, true))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "number", "Number", "date", "text", "time", "timestamp", "type", "value", "order", "group",
			"int", "integer", "bigint", "double", "float", "real", "decimal", "numeric", "varchar", "string", "char",
			"bool", "boolean", "blob", "binary", "uuid", "long", "enum", "map", "json", "year", "month", "day", "hour",
			"key", "table", "select", "where", "having", "for", "with", "use", "using", "values", "all", "any", "row",
			"union", "unique", "check", "final", "full", "import", "into", "join", "level", "user", "limit", "offset",
			"by", "set", "index", "current", "window", "precision", "output", "sample", "script", "settings",
			"statement", "title", "label", "name", "percent", "language", "title", "first", "last", "count", "sum",
			"short", "int2", "int8", "float4", "float64", "varbinary", "timetz", "timestamp_ms", "uinteger",
			"hugeint" })
	void aWordWhereOnlyAValueCanStandIsAColumn(String word) {
		for (String condition : CONDITIONS) {
			String sql = condition.replace("%%", "%").replace("%s", word);
			Map<String, Object> parameters = sql.endsWith(":p") ? Map.of("p", 3) : Map.of();
			assertThat(
					new ExpressionEvaluator(schema(word), ExpressionParser.parseFilter(sql, parameters, schema(word)))
						.passes(new Object[] { 3L, 1L }))
				.as(sql)
				.isTrue();
		}
	}

	@Test
	void typesStayTypes() {
		Schema schema = schema("number");
		for (String sql : List.of("CAST(number AS double precision) = 3.0", "number::decimal(8,2) = 3",
				"decimal(8,3) '1.5' < number", "number::bigint = 3", "[1, 3]::int[] = [1, number]")) {
			assertThat(new ExpressionEvaluator(schema, ExpressionParser.parseFilter(sql, Map.of(), schema))
				.passes(new Object[] { 3L, 1L })).as(sql).isTrue();
		}
	}

	@Test
	void messagesShowTheWordsAsTheyWereWritten() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> ExpressionParser.parseFilter("x = 1 AND numeric > 2", Map.of(), schema("number")))
			.withMessageContaining("at column 11, the table has no column 'numeric'");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> ExpressionParser.parseFilter("x = 1 number", Map.of(), schema("number")))
			.withMessageContaining("'number'");
	}

}

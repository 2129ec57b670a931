package io.fletch.store.expression.parse;

import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.evaluate.SampleRows;
import io.fletch.store.query.Filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MergeConditionTests {

	private static final Schema TARGET = new Schema(List.of(SampleRows.field("k", FieldTypes.INT64),
			SampleRows.field("v", FieldTypes.UTF8), SampleRows.field("old", FieldTypes.INT64)));

	private static final Schema SOURCE = new Schema(List.of(SampleRows.field("k", FieldTypes.INT64),
			SampleRows.field("v", FieldTypes.UTF8), SampleRows.field("new", FieldTypes.INT64)));

	@Test
	void readsColumnsOfBothSides() {
		String condition = "target.v = 'a' AND SOURCE.v <> :v";
		assertThat(passes(condition, Map.of("v", "q"), 1L, "a", 0L, 1L, "x", 0L)).isTrue();
		assertThat(passes(condition, Map.of("v", "q"), 1L, "b", 0L, 1L, "x", 0L)).isFalse();
		assertThat(passes(condition, Map.of("v", "q"), 1L, "a", 0L, 1L, null, 0L)).isFalse();
	}

	@Test
	void needsNoPrefixWhereOneSideHasTheColumn() {
		assertThat(passes("old < new", Map.of(), 1L, "a", 1L, 1L, "a", 2L)).isTrue();
		assertThat(passes("old < `new`", Map.of(), 1L, "a", 2L, 1L, "a", 2L)).isFalse();
	}

	@Test
	void refusesNamesOfBothSidesAndOfNone() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> parse("old = 1 AND v = 'a'", Map.of()))
			.withMessageContaining("at column 13, the name 'v' is ambiguous")
			.withMessageContaining("write target.v or source.v");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> parse("source.old = 1", Map.of()))
			.withMessageContaining("no column 'source.old'");
	}

	@Test
	void keepsNoTraceOfTheSchemasInWhatIsParsedOnce() {
		assertThat(passes("old < new", Map.of(), 1L, "a", 1L, 1L, "a", 2L)).isTrue();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> ExpressionParser.parseFilter("old < new", Map.of(), TARGET))
			.withMessageContaining("at column 7, the table has no column 'new'");
	}

	private static boolean passes(String sql, Map<String, ?> parameters, @Nullable Object... row) {
		Filter filter = parse(sql, parameters);
		return new ExpressionEvaluator(ExpressionParser.mergeSchema(TARGET, SOURCE), filter).passes(row);
	}

	private static Filter parse(String sql, Map<String, ?> parameters) {
		return ExpressionParser.parseMergeCondition(sql, parameters, TARGET, SOURCE);
	}

}

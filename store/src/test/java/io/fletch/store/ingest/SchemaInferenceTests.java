package io.fletch.store.ingest;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SchemaInferenceTests {

	static List<Object[]> types() {
		return List.of(new Object[] { true, "Bool" }, new Object[] { (byte) 1, "Int(64, true)" },
				new Object[] { 7, "Int(64, true)" }, new Object[] { 7L, "Int(64, true)" },
				new Object[] { 1.5F, "FloatingPoint(SINGLE)" }, new Object[] { 1.5, "FloatingPoint(DOUBLE)" },
				new Object[] { new BigDecimal("1.25"), "Decimal(38, 2, 128)" }, new Object[] { "a", "Utf8" },
				new Object[] { DayOfWeek.FRIDAY, "Utf8" }, new Object[] { new UUID(1, 2), "Utf8" },
				new Object[] { new byte[] { 1 }, "Binary" },
				new Object[] { Instant.EPOCH, "Timestamp(MICROSECOND, UTC)" },
				new Object[] { LocalDateTime.of(2026, 1, 1, 0, 0), "Timestamp(MICROSECOND, null)" },
				new Object[] { LocalDate.EPOCH, "Date(DAY)" }, new Object[] { LocalTime.NOON, "Time(MICROSECOND, 64)" },
				new Object[] { Duration.ofHours(1), "Duration(MICROSECOND)" });
	}

	@ParameterizedTest
	@MethodSource("types")
	void infersTheTypeOfAValue(Object value, String type) {
		Field field = infer(Rows.row("x", null), Rows.row("x", value));
		assertThat(field.getType()).hasToString(type);
		assertThat(field.isNullable()).isTrue();
	}

	@Test
	void widensWholeNumbersAndFloatsToDouble() {
		assertThat(infer(Rows.row("x", 1), Rows.row("x", 2.5F)).getType()).hasToString("FloatingPoint(DOUBLE)");
	}

	@Test
	void refusesWhatContainsItself() {
		List<Object> list = new ArrayList<>();
		list.add(list);
		Map<String, Object> map = new HashMap<>();
		map.put("again", List.of(map));
		for (Object value : List.of(list, map)) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> infer(Rows.row("x", value)))
				.withMessage("Row 0 has lists, maps or records more than 32 levels deep in the column 'x', or one that "
						+ "contains itself; flatten it");
		}
	}

	@Test
	void doesNotMeasureWhatContainsItself() {
		List<Object> list = new ArrayList<>();
		list.add(list);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> RowSize.of(new Object[] { 1, list }))
			.withMessageContaining("contains itself; flatten it");
	}

	@Test
	void givesADecimalTheLargestScale() {
		Field field = infer(Rows.row("x", new BigDecimal("1.5")), Rows.row("x", 7),
				Rows.row("x", new BigDecimal("0.125")));
		assertThat(field.getType()).hasToString("Decimal(38, 3, 128)");
	}

	@Test
	void namesRowColumnAndBothTypesOfAContradiction() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> infer(Rows.row("x", 1), Rows.row("x", "one")))
			.withMessage("Row 1 has a string in the column 'x', where the rows before it have a whole number; "
					+ "give the column one type, or give a schema");
	}

	@Test
	void namesAColumnWithoutAnyValue() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> infer(Rows.row("x", null)))
			.withMessageContaining("The type of the column 'x' cannot be inferred: it has no value");
	}

	@Test
	void refusesNoRowsWithoutSchema() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> SchemaInference.infer(List.of()))
			.withMessageContaining("No rows and no schema");
	}

	@Test
	void infersStructsAndLists() {
		Field struct = infer(Rows.row("x", Map.of("a", List.of(1, 2))), Rows.row("x", Rows.row("b", "t")));
		assertThat(struct).hasToString("x: Struct<a: List<item: Int(64, true)>, b: Utf8>");
	}

	@Test
	void takesColumnsThatOccurLater() {
		Schema schema = SchemaInference.infer(List.of(Rows.row("a", 1), Rows.row("b", "t", "a", null)));
		assertThat(schema.getFields()).extracting(Field::getName).containsExactly("a", "b");
	}

	@Test
	void takesTheDeclaredTypesOfRecordsWithoutValues() {
		Schema schema = SchemaInference.infer(List.of(new Note(null, List.of(), 1)));
		assertThat(schema).hasToString("Schema<title: Utf8, tags: List<item: Utf8>, stars: Int(64, true)>");
	}

	@ParameterizedTest(name = "case 23: {0}")
	@CsvSource({ "user_vector, FixedSizeList(2)", "text_embedding, FixedSizeList(2)", "VECTOR_COL, FixedSizeList(2)",
			"normal_list, List" })
	void makesVectorsOfListsByTheirName(String name, String type) {
		Field field = infer(Rows.row(name, List.of(1.5F, 2F)));
		assertThat(field.getType()).hasToString(type);
		assertThat(field.getChildren().get(0).getType()).hasToString("FloatingPoint(SINGLE)");
	}

	@Test
	void case25TakesTheModalLength() {
		assertThat(infer(Rows.row("vector", List.of(1.0, 2.0)), Rows.row("vector", List.of(1.0)),
				Rows.row("vector", List.of(3.0, 4.0)))
			.getType()).hasToString("FixedSizeList(2)");
	}

	@Test
	void makesByteVectorsOfSmallWholeNumbersOnly() {
		assertThat(elements(infer(Rows.row("vector", List.of(0, 255))))).isEqualTo("Int(8, false)");
		assertThat(elements(infer(Rows.row("vector", List.of(0, 256))))).isEqualTo("FloatingPoint(SINGLE)");
		assertThat(elements(infer(Rows.row("vector", new float[] { 1, 2 })))).isEqualTo("FloatingPoint(SINGLE)");
	}

	private static String elements(Field field) {
		return field.getChildren().get(0).getType().toString();
	}

	@SafeVarargs
	private static Field infer(Map<String, @Nullable Object>... rows) {
		return SchemaInference.infer(List.of(rows)).getFields().get(0);
	}

	record Note(@Nullable String title, List<String> tags, int stars) {
	}

}

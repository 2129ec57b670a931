package io.fletch.store.ingest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class VectorRepairTests {

	private static final List<@Nullable Object> JAGGED = Arrays.asList(List.of(1, 2), List.of(3), List.of(4, 5),
			List.of(6, 7, 8), Arrays.asList(null, 9), null);

	@Test
	void case26DropsRowsOfOtherLengthsAndKeepsNulls() {
		VectorRepair repair = new VectorRepair(vectors("vector", 2), BadVectors.DROP, 0);
		assertThat(values(repair.apply(rows(JAGGED)))).containsExactly(List.of(1, 2), List.of(4, 5),
				Arrays.asList(null, 9), null);
		assertThat(repair.dropped()).isEqualTo(2);
	}

	@Test
	void case28MakesVectorsOfOtherLengthsNull() {
		VectorRepair repair = new VectorRepair(vectors("vector", 2), BadVectors.NULL, 0);
		assertThat(values(repair.apply(rows(JAGGED)))).containsExactly(List.of(1, 2), null, List.of(4, 5), null,
				Arrays.asList(null, 9), null);
	}

	@Test
	void case29NamesRowColumnLengthsAndRemedies() {
		VectorRepair repair = new VectorRepair(vectors("vector", 2), BadVectors.ERROR, 0);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> repair.apply(rows(JAGGED)))
			.withMessageStartingWith("Row 1 has a vector of 1 dimensions instead of 2 in the column 'vector'")
			.withMessageContainingAll("BadVectors.DROP", "FILL", "NULL");
	}

	@Test
	void case31DropsRowsWithNaN() {
		VectorRepair repair = new VectorRepair(vectors("vector", 2), BadVectors.DROP, 0);
		List<@Nullable Object[]> kept = repair.apply(rows(List.of(new float[] { 3.1F, 4.1F }, new float[] { Float.NaN },
				new float[] { 5 }, new float[] { Float.NaN, Float.NEGATIVE_INFINITY })));
		assertThat(values(kept)).containsExactly(new float[] { 3.1F, 4.1F });
	}

	@Test
	void case32FillsElementByElement() {
		VectorRepair repair = new VectorRepair(vectors("vector", 2), BadVectors.FILL, 0);
		List<@Nullable Object[]> filled = repair.apply(rows(List.of(List.of(Float.NaN), List.of(Double.NaN, 5),
				new float[] { 5 }, new float[] { 6, 7, 8 }, new double[] { 1, Double.POSITIVE_INFINITY })));
		assertThat(values(filled)).containsExactly(new float[] { 0, 0 }, new float[] { 0, 5 }, new float[] { 5, 0 },
				new float[] { 6, 7 }, new float[] { 1, 0 });
	}

	@Test
	void fillsWithTheValueGivenAndKeepsNullElements() {
		VectorRepair repair = new VectorRepair(vectors("vector", 3), BadVectors.FILL, 0.5F);
		assertThat(values(repair.apply(rows(List.of(Arrays.asList(null, 2.0)))))).first()
			.isEqualTo(Arrays.asList(null, 2F, 0.5F));
	}

	@Test
	void neverChangesTheVectorOfTheCaller() {
		float[] given = { Float.NaN, 1 };
		new VectorRepair(vectors("vector", 2), BadVectors.FILL, 0).apply(rows(List.of(given)));
		assertThat(given).containsExactly(Float.NaN, 1);
	}

	@Test
	void appliesToLongVectorsOfAnyNameAndToShortOnesByNameOnly() {
		float[] bad = { 1 };
		for (Schema schema : List.of(vectors("embedding", 2), vectors("picture", 10))) {
			assertThat(new VectorRepair(schema, BadVectors.DROP, 0).apply(rows(List.of(bad)))).isEmpty();
		}
		assertThat(new VectorRepair(vectors("picture", 9), BadVectors.DROP, 0).apply(rows(List.of(bad)))).hasSize(1);
	}

	@Test
	void refusesToMakeAVectorNullThatCannotBe() {
		Field vector = new Field("vector", FieldType.notNullable(new ArrowType.FixedSizeList(2)),
				vectors("vector", 2).getFields().get(0).getChildren());
		VectorRepair repair = new VectorRepair(new Schema(List.of(vector)), BadVectors.NULL, 0);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> repair.apply(rows(List.of(new float[1]))))
			.withMessageContaining("cannot be null");
	}

	private static Schema vectors(String name, int dimensions) {
		Field element = Field.nullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
		return new Schema(List
			.of(new Field(name, FieldType.nullable(new ArrowType.FixedSizeList(dimensions)), List.of(element))));
	}

	private static List<@Nullable Object[]> rows(List<? extends @Nullable Object> values) {
		List<@Nullable Object[]> rows = new ArrayList<>();
		values.forEach((value) -> rows.add(new @Nullable Object[] { value }));
		return rows;
	}

	private static List<@Nullable Object> values(List<@Nullable Object[]> rows) {
		List<@Nullable Object> values = new ArrayList<>();
		rows.forEach((row) -> values.add(row[0]));
		return values;
	}

}

package io.fletch.store;

import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SeveralQueriesTests {

	private final Database database = Database.open("memory:");

	private Table table;

	@BeforeEach
	void createTable() {
		this.table = this.database.createTable("rows", new Schema(List
			.of(Field.notNullable("query_index", new ArrowType.Int(64, true)), vector("v", 3), vector("h", 4))));
		this.table
			.add(List.of(Map.of("query_index", 77L, "v", new float[] { 1, 0, 0 }, "h", new float[] { 0, 1, 0, 0 })));
	}

	private static Field vector(String name, int dimensions) {
		return new Field(name, FieldType.nullable(new ArrowType.FixedSizeList(dimensions)),
				List.of(Field.notNullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void vectorsOfDifferentLengthsAreRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.search(List.of(new float[3], new float[4])).select("v").hits())
			.withMessage("Vector 1 of the search has 4 dimensions, but the column 'v' has 3");
	}

	@Test
	void aColumnWithTheNameOfTheirNumbersIsNotHidden() {
		List<float[]> queries = List.of(new float[3], new float[3]);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.search(queries).rows())
			.withMessageContaining("The column 'query_index' has the name by which results of several queries");
		assertThat(this.table.search(queries).select("v").rows()).extracting((row) -> row.get("query_index"))
			.containsExactly(0, 1);
		assertThat(this.table.search(queries.getFirst()).select("query_index").rows()).singleElement()
			.satisfies((row) -> assertThat(row).containsEntry("query_index", 77L));
	}

	@Test
	void timesBeyondTheirTypesAreRefused() {
		for (String sum : List.of("timestamp '2026-01-31 00:00:00' + INTERVAL '999999' YEAR",
				"date '2026-01-31' + INTERVAL '99999999' YEAR")) {
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> this.table.scan().select(Map.of("x", sum)).rows())
				.withMessageContainingAll("has no result: the year", "is beyond what a");
		}
	}

}

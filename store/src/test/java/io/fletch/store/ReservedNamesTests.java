package io.fletch.store;

import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReservedNamesTests {

	private final Database database = Database.open("memory:");

	@AfterEach
	void close() {
		this.database.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "_rowid", "_ROWID", "_rowaddr", "_rowoffset", "_distance", "_score", "_relevance_score" })
	void noColumnTakesTheNameOfWhatResultsHoldBeside(String name) {
		Table table = this.database.createTable("t", DatabaseTests.ITEMS);
		refused(name, () -> this.database.createTable("u", new Schema(List.of(text(name)))));
		refused(name, () -> this.database.createTable("u", RowSource.maps(List.of(Map.of(name, 1)))));
		refused(name, () -> this.database.createTable("t", RowSource.maps(List.of(Map.of(name, 1))), null,
				CreateMode.OVERWRITE, AddOptions.DEFAULT));
		refused(name, () -> table.columns().add(text(name)));
		refused(name, () -> table.columns().add(Map.of(name, "id + 1")));
		refused(name, () -> table.columns().addComputed(Map.of(name, "id + 1")));
		refused(name, () -> table.columns().alter(ColumnAlteration.of("item").rename(name)));
		assertThat(this.database.tableNames()).containsExactly("t");
		assertThat(table.schema()).isEqualTo(DatabaseTests.ITEMS);
	}

	@Test
	void fieldsInsideColumnsMayHaveThem() {
		Field struct = new Field("s", FieldType.nullable(new ArrowType.Struct()), List.of(text("_score")));
		Table table = this.database.createTable("t", new Schema(List.of(struct)));
		table.add(List.of(Map.of("s", Map.of("_score", "high"))));
		assertThat(table.countRows("s._score = 'high'", Map.of())).isEqualTo(1);
	}

	private static Field text(String name) {
		return new Field(name, FieldType.nullable(new ArrowType.Utf8()), null);
	}

	private static void refused(String name, ThrowingCallable call) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(call)
			.withMessage("A column cannot be named '" + name + "', which in results stands for something else; the "
					+ "names [_rowid, _rowaddr, _rowoffset, _distance, _score, _relevance_score] are reserved. Choose "
					+ "another name.");
	}

}

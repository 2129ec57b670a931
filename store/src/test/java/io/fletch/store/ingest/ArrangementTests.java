package io.fletch.store.ingest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ArrangementTests {

	private static final Field ID = new Field("id", FieldType.notNullable(new ArrowType.Utf8()), null);

	private static final Field NOTE = Field.nullable("note", new ArrowType.Utf8());

	private static final Field OTHER = Field.nullable("other", new ArrowType.Utf8());

	@Test
	void findsColumnsByNameInAnyOrder() {
		Arrangement arrangement = Arrangement.of(new Schema(List.of(NOTE, ID)), new Schema(List.of(ID, NOTE)));
		assertThat(arrange(arrangement, "n", "1")).containsExactly("1", "n");
	}

	@Test
	void makesMissingColumnsNull() {
		Arrangement arrangement = Arrangement.of(new Schema(List.of(ID)), new Schema(List.of(NOTE, ID)));
		assertThat(arrange(arrangement, "1")).containsExactly(null, "1");
	}

	@Test
	void namesAllColumnsThatDoNotFit() {
		Field struct = struct("s", ID, NOTE);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> Arrangement.of(new Schema(List.of(OTHER, struct("s", NOTE, OTHER))),
					new Schema(List.of(ID, struct))))
			.withMessageContainingAll("the column 'id' is missing and cannot be null",
					"the column 's.id' is missing and cannot be null", "the table has no column 's.other'",
					"the table has no column 'other'");
	}

	@Test
	void refusesAColumnThatIsThereTwice() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> Arrangement.of(new Schema(List.of(ID, ID)), new Schema(List.of(ID))))
			.withMessageContaining("the column 'id' is there twice");
	}

	private static Field struct(String name, Field... children) {
		return new Field(name, FieldType.nullable(new ArrowType.Struct()), List.of(children));
	}

	private static List<@Nullable Object> arrange(Arrangement arrangement, @Nullable Object... row) {
		List<@Nullable Object> values = new ArrayList<>();
		arrangement.apply(List.<@Nullable Object[]>of(row))
			.forEach((arranged) -> values.addAll(new ArrayList<>(Arrays.asList(arranged))));
		return values;
	}

}

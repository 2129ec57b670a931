package io.fletch.store.data.schema;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

import io.fletch.store.data.Fields;

import static org.assertj.core.api.Assertions.assertThat;

class FieldIdsTests {

	private static final Schema SCHEMA = Fields.schema(
			Fields.nullable("s", new ArrowType.Struct(), Fields.nullable("x", Fields.INT32),
					Fields.nullable("y", new ArrowType.List(), Fields.nullable("item", Fields.UTF8))),
			Fields.dictionary("d"));

	@Test
	void areGivenDepthFirstFromTheFirstFree() {
		Schema assigned = FieldIds.assign(SCHEMA, 7);
		Field struct = assigned.getFields().get(0);
		assertThat(FieldIds.of(struct)).isEqualTo(7);
		assertThat(FieldIds.of(struct.getChildren().get(0))).isEqualTo(8);
		assertThat(FieldIds.of(struct.getChildren().get(1).getChildren().get(0))).isEqualTo(10);
		assertThat(FieldIds.of(assigned.getFields().get(1))).isEqualTo(11);
		assertThat(FieldIds.next(assigned)).isEqualTo(12);
	}

	@Test
	void areKeptWhereTheyAre() {
		Schema assigned = FieldIds.assign(SCHEMA, 7);
		assertThat(FieldIds.assign(assigned, 100)).isEqualTo(assigned);
	}

	@Test
	void areStrippedAtTheDoor() {
		assertThat(FieldIds.strip(FieldIds.assign(SCHEMA, 0))).isEqualTo(SCHEMA);
		assertThat(FieldIds.next(SCHEMA)).isZero();
	}

	@Test
	void surviveTheBytesOfASchema() {
		Schema assigned = FieldIds.assign(SCHEMA, 0);
		assertThat(SchemaBytes.decode(SchemaBytes.encode(assigned))).isEqualTo(assigned);
	}

	@Test
	void whatIsNoNumberIsNone() {
		for (String bad : new String[] { "", "x", "-5", "99999999999" }) {
			assertThat(FieldIds.of(Fields.marked("a", Fields.UTF8, "fletch.field.id", bad))).isEqualTo(-1);
		}
	}

}

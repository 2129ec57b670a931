package io.fletch.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What a table of records promises of the types of their components.
 */
class TypedRecordsTests {

	private static final ArrowType DOUBLE = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);

	private static final ArrowType FLOAT = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

	private final Database database = Database.open("memory:");

	@AfterEach
	void close() {
		this.database.close();
	}

	private Schema schema(Class<? extends Record> type) {
		return this.database.table(type).untyped().schema();
	}

	@Test
	void componentsAreColumnsAndOnlyNullableOnesCanBeNull() {
		Schema schema = schema(Model.class);
		assertThat(schema.getFields()).extracting(Field::getName)
			.containsExactly("id", "s", "vec", "opt", "st", "day", "local", "instant");
		assertThat(schema.getFields()).filteredOn(Field::isNullable).extracting(Field::getName).containsExactly("opt");
		assertThat(schema.getFields()).extracting(Field::getType)
			.containsExactly(new ArrowType.Int(64, true), new ArrowType.Utf8(), new ArrowType.List(),
					new ArrowType.Utf8(), new ArrowType.Struct(), new ArrowType.Date(DateUnit.DAY),
					new ArrowType.Timestamp(TimeUnit.MICROSECOND, null),
					new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"));
		assertThat(schema.findField("vec").getChildren().getFirst().getType()).isEqualTo(DOUBLE);
		assertThat(schema.findField("st").getChildren()).extracting(Field::getName, Field::isNullable)
			.containsExactly(tuple("a", false), tuple("b", true));
	}

	@Test
	void momentsFitColumnsOfAnyTimeZone() {
		Field at = new Field("at",
				FieldType.notNullable(new ArrowType.Timestamp(TimeUnit.MICROSECOND, "Asia/Shanghai")), null);
		this.database.createTable("moments", new Schema(List.of(at)));
		TypedTable<Moment> moments = this.database.openTable(Moment.class);
		Moment moment = new Moment(Instant.parse("2026-01-31T12:34:56.789012Z"));
		moments.add(List.of(moment));
		assertThat(moments.scan().rows()).containsExactly(moment);
		assertThat(moments.countRows("at = timestamp '2026-01-31T12:34:56.789012Z'")).isEqualTo(1);
		this.database.createTable("coarse", new Schema(List
			.of(new Field("at", FieldType.notNullable(new ArrowType.Timestamp(TimeUnit.SECOND, "UTC")), null))));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.openTable(Coarse.class))
			.withMessageContaining("at: the record needs Timestamp(MICROSECOND, UTC) not null, the table has "
					+ "Timestamp(SECOND, UTC) not null");
	}

	@Test
	void listsOfListsComeBack() {
		TypedTable<Nested> table = this.database.table(Nested.class);
		Field inner = table.untyped().schema().findField("pairs").getChildren().getFirst();
		assertThat(inner.getType()).isEqualTo(new ArrowType.List());
		assertThat(inner.getChildren().getFirst().getType()).isEqualTo(DOUBLE);
		Nested row = new Nested(List.of(List.of(1.5, 2.5), List.of()));
		table.add(List.of(row));
		assertThat(table.scan().rows()).containsExactly(row);
	}

	@Test
	void rawAndUnknownTypesAreRefusedByName() {
		Map<Class<? extends Record>, String> types = Map.of(RawList.class, "java.util.List", RawMap.class,
				"java.util.Map", Sets.class, "java.util.Set<java.lang.String>", Anything.class, "java.lang.Object");
		types.forEach((type, name) -> assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.database.table(type))
			.withMessageStartingWith("The component 'values' of the record " + type.getName() + " has the type " + name
					+ ", which cannot be stored"));
	}

	@Test
	void vectorsHaveOneLength() {
		TypedTable<Embedded> table = this.database.table(Embedded.class);
		Field vector = table.untyped().schema().findField("vector");
		assertThat(vector.getType()).isEqualTo(new ArrowType.FixedSizeList(8));
		assertThat(vector.getChildren().getFirst().getType()).isEqualTo(FLOAT);
		table.add(List.of(new Embedded(new float[8])));
		for (int length : new int[] { 7, 9 }) {
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> table.add(List.of(new Embedded(new float[length]))))
				.withMessageContaining("'vector'")
				.withMessageContaining("8")
				.withMessageContaining(Integer.toString(length));
		}
		assertThat(table.countRows()).isEqualTo(1);
	}

	@Test
	void everyVectorOfSeveralHasThatLength() {
		TypedTable<Several> table = this.database.table(Several.class);
		Several none = new Several(List.of());
		table.add(List.of(none, new Several(List.of(new float[] { 1, 0 }, new float[] { 0, 1 }))));
		assertThat(table.scan().rows()).extracting((row) -> row.vectors().size()).containsExactly(0, 2);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> table.add(List.of(new Several(List.of(new float[] { 1, 0 }, new float[] { 1 })))))
			.withMessageContaining("vectors");
	}

	@Test
	void constantsAreKeptByTheirNames() {
		TypedTable<Constants> table = this.database.table(Constants.class);
		for (String name : List.of("plain", "numbered", "none")) {
			Field field = table.untyped().schema().findField(name);
			assertThat(field.getType()).isEqualTo(new ArrowType.Utf8());
			assertThat(field.getDictionary().getIndexType()).isEqualTo(new ArrowType.Int(32, true));
		}
		assertThat(table.untyped().schema().findField("none").isNullable()).isTrue();
		List<Constants> rows = List.of(new Constants(Plain.A, Numbered.TWO, null, null),
				new Constants(Plain.B, Numbered.ONE, Plain.A, null));
		table.add(rows);
		assertThat(table.scan().rows()).isEqualTo(rows);
		assertThat(table.countRows("numbered = 'TWO'")).isEqualTo(1);
	}

	@Test
	void blobsAreMarkedAndReadWhenTheyAreAskedFor() {
		TypedTable<Picture> table = this.database.table(Picture.class);
		assertThat(table.untyped().schema().findField("bytes").getMetadata()).containsEntry("fletch.blob", "true");
		table.add(List.of(new Picture(Blob.of(new byte[] { 1, 2, 3 }))));
		assertThat(table.scan().rows().getFirst().bytes()).isEqualTo(Blob.of(new byte[] { 1, 2, 3 }));
	}

	@Test
	void recordsBecomeMapsByTheirColumns() {
		TypedTable<Moment> table = this.database.table(Moment.class);
		table.add(List.of(new Moment(Instant.EPOCH)));
		assertThat(new ArrayList<>(table.untyped().scan().rows())).containsExactly(Map.of("at", Instant.EPOCH));
	}

	enum Plain {

		A, B

	}

	enum Numbered {

		ONE(1), TWO(2);

		private final int number;

		Numbered(int number) {
			this.number = number;
		}

		int number() {
			return this.number;
		}

	}

	enum Empty {

	}

	record Inner(String a, @Nullable Double b) {
	}

	@Table("model")
	record Model(long id, String s, List<Double> vec, @Nullable String opt, Inner st, LocalDate day,
			LocalDateTime local, Instant instant) {
	}

	@Table("moments")
	record Moment(Instant at) {
	}

	@Table("coarse")
	record Coarse(Instant at) {
	}

	@Table("nested")
	record Nested(List<List<Double>> pairs) {
	}

	@SuppressWarnings("rawtypes")
	@Table("t")
	record RawList(List values) {
	}

	@SuppressWarnings("rawtypes")
	@Table("t")
	record RawMap(Map values) {
	}

	@Table("t")
	record Sets(Set<String> values) {
	}

	@Table("t")
	record Anything(Object values) {
	}

	@Table("embedded")
	record Embedded(@VectorField(dimensions = 8) float[] vector) {
	}

	@Table("several")
	record Several(@VectorField(dimensions = 2) List<float[]> vectors) {
	}

	@Table("constants")
	record Constants(Plain plain, Numbered numbered, @Nullable Plain none, @Nullable Empty empty) {
	}

	@Table("pictures")
	record Picture(Blob bytes) {
	}

}

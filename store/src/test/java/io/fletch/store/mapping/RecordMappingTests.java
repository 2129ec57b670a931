package io.fletch.store.mapping;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.RowChecker;
import io.fletch.store.data.blob.Blob;
import io.fletch.store.data.schema.SchemaChecker;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.io.LocalStorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RecordMappingTests {

	private static final EmbeddingFunctionRegistry FUNCTIONS = new EmbeddingFunctionRegistry();

	@TempDir
	private Path folder;

	private static Everything everything() {
		Map<String, Integer> counts = new LinkedHashMap<>();
		counts.put("one", 1);
		counts.put("none", null);
		return new Everything((byte) -128, Short.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, null,
				BigInteger.TWO.pow(64).subtract(BigInteger.ONE), new BigDecimal("-1.500000000000000001"), 0.1F, -0.0,
				true, LocalDate.of(2026, 1, 31), LocalTime.of(23, 59, 59, 999_999_999),
				LocalDateTime.of(1969, 1, 1, 1, 1), Instant.parse("2026-01-31T12:34:56.789012Z"),
				Duration.ofMillis(-1500), UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), Color.GREEN, null,
				new Author("Ada", 36, Color.RED), null, Arrays.asList("x", null),
				List.of(List.of(new UUID(1, 2)), List.of()), List.of(new Author("Bob", null, Color.GREEN)),
				Map.of("sky", Color.RED), counts, new byte[] { 1, 2 }, Blob.of(new byte[] { 3 }), new float[] { 1, 2 },
				new double[] { 3, 4 }, new byte[] { 0, -1 });
	}

	private <R extends Record> R throughAFile(RecordMapping<R> mapping, R source) throws IOException {
		Schema schema = mapping.schema(FUNCTIONS);
		SchemaChecker.check(schema);
		mapping.requireFits(schema);
		List<Object[]> rows = mapping.toRows(List.of(source), schema);
		new RowChecker(schema).check(rows);
		LocalStorage storage = new LocalStorage(this.folder);
		DataFile file = DataFile.write(storage, "a.arrow", schema, rows);
		return mapping.toRecord(file.read(storage, schema).get(0).row(0), schema);
	}

	@Test
	void everyTypeComesBackAsItWas() throws IOException {
		Everything read = throughAFile(RecordMapping.of(Everything.class), everything());
		assertThat(read).usingRecursiveComparison().withEqualsForType(Blob::equals, Blob.class).isEqualTo(everything());
	}

	@Test
	void componentsBecomeTheFieldsThatTheFormatDescribes() {
		Schema schema = RecordMapping.of(Everything.class).schema(FUNCTIONS);
		assertThat(schema.getFields().stream().map(FieldMapping::describe)).containsExactly("Int(8, true) not null",
				"Int(16, true) not null", "Int(32, true) not null", "Int(64, true) not null", "Int(8, true)",
				"Int(64, false) not null", "Decimal(38, 18, 128) not null", "FloatingPoint(SINGLE) not null",
				"FloatingPoint(DOUBLE) not null", "Bool not null", "Date(DAY) not null",
				"Time(NANOSECOND, 64) not null", "Timestamp(MICROSECOND, null) not null",
				"Timestamp(MICROSECOND, UTC) not null", "Duration(MICROSECOND) not null", "Utf8 not null",
				"Utf8 not null", "Utf8",
				"struct[name Utf8 not null, age Int(32, true), favourite Utf8 not null] not null",
				"struct[name Utf8 not null, age Int(32, true), favourite Utf8 not null]", "List<Utf8> not null",
				"List<List<Utf8 not null> not null> not null",
				"List<struct[name Utf8 not null, age Int(32, true), favourite Utf8 not null] not null> not null",
				"Map<String, Utf8 not null> not null", "Map<String, Int(32, true)> not null", "Binary not null",
				"LargeBinary not null", "vector of FloatingPoint(SINGLE)", "vector of FloatingPoint(DOUBLE)",
				"vector of Int(8, false)");
	}

	@Test
	void enumsAreDictionariesOfText() {
		Field color = RecordMapping.of(Everything.class).schema(FUNCTIONS).findField("color");
		assertThat(color.getType()).isEqualTo(new ArrowType.Utf8());
		assertThat(color.getDictionary().getIndexType()).isEqualTo(new ArrowType.Int(32, true));
	}

	@Test
	void aPrimitiveWithoutValueIsZero() {
		RecordMapping<Bare> mapping = RecordMapping.of(Bare.class);
		Bare bare = mapping.toRecord(new Object[4], mapping.schema(FUNCTIONS));
		assertThat(bare).isEqualTo(new Bare((byte) 0, 0, false, null));
	}

	@Test
	void namesEveryDifferenceFromATable() {
		Schema schema = new Schema(List.of(new Field("int8", FieldType.notNullable(new ArrowType.Int(8, true)), null),
				new Field("number", FieldType.nullable(new ArrowType.Int(64, true)), null),
				new Field("flag", FieldType.notNullable(new ArrowType.Bool()), null),
				new Field("more", FieldType.nullable(new ArrowType.Utf8()), null)));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> RecordMapping.of(Bare.class).requireFits(schema))
			.withMessage("The record " + Bare.class.getName()
					+ " does not fit the table 'bare': number: the record needs "
					+ "Int(32, true) not null, the table has Int(64, true); text: the record needs Utf8, the table has "
					+ "no such column; more: no component of the record is this column");
	}

	@Test
	void aConstantThatIsGoneIsNamed() {
		RecordMapping<Colored> mapping = RecordMapping.of(Colored.class);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> mapping.toRecord(new Object[] { "BLUE" }, mapping.schema(FUNCTIONS)))
			.withMessage("The value 'BLUE' of the column 'color' is no constant of " + Color.class.getName()
					+ "; its constants are [RED, GREEN]");
	}

	@Test
	void namesTheComponentThatCannotBeStored() {
		Map<Class<? extends Record>, String> messages = Map.of(WithOptional.class,
				"The component 'text' of the record %s has the type java.util.Optional<java.lang.String>, which cannot be "
						+ "stored;",
				WithObject.class, "The component 'values' of the record %s has the type ?, which cannot be stored;",
				WithKeys.class, "The component 'values' of the record %s is a Map whose keys are no String;",
				WithInner.class, "The component 'text' of the record " + Inner.class.getName() + " stands in a record",
				Node.class, "The component 'children' of the record %s has the type %s, which contains itself;",
				Wrong.class, "The component 'vector' of the record %s has @VectorField, which is for float[],");
		messages.forEach((type, message) -> assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> RecordMapping.of(type))
			.withMessageStartingWith(message.replace("%s", type.getName())));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> RecordMapping.of(WithOptional.class))
			.withMessageEndingWith("For Optional, use @Nullable");
	}

	@Test
	void aVectorNeedsALength() {
		RecordMapping<Lengthless> mapping = RecordMapping.of(Lengthless.class);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> mapping.schema(FUNCTIONS))
			.withMessage("The component 'vector' of the record " + Lengthless.class.getName()
					+ " needs dimensions: @VectorField(dimensions = ...), or a component with @SourceField");
	}

	enum Color {

		RED, GREEN

	}

	record Author(String name, @Nullable Integer age, Color favourite) {
	}

	@Table("everything")
	record Everything(byte int8, short int16, int int32, long int64, @Nullable Byte boxed, BigInteger uint64,
			BigDecimal decimal, float real, double wide, boolean flag, LocalDate date, LocalTime time,
			LocalDateTime local, Instant instant, Duration duration, UUID uuid, Color color, @Nullable Color noColor,
			Author author, @Nullable Author noAuthor, List<@Nullable String> texts, List<List<UUID>> nested,
			List<Author> authors, Map<String, Color> colors, Map<String, @Nullable Integer> counts, byte[] bytes,
			Blob blob, @VectorField(dimensions = 2) float[] floats, @VectorField(dimensions = 2) double[] doubles,
			@VectorField(dimensions = 2) byte[] small) {
	}

	@Table("bare")
	record Bare(byte int8, int number, boolean flag, @Nullable String text) {
	}

	@Table("t")
	record Colored(Color color) {
	}

	@Table("t")
	record WithOptional(Optional<String> text) {
	}

	@Table("t")
	record WithObject(List<?> values) {
	}

	@Table("t")
	record WithKeys(Map<Integer, String> values) {
	}

	record Inner(@FullText String text) {
	}

	@Table("t")
	record WithInner(Inner inner) {
	}

	@Table("t")
	record Node(List<Node> children) {
	}

	@Table("t")
	record Lengthless(@VectorField float[] vector) {
	}

	@Table("t")
	record Wrong(@VectorField(dimensions = 2) int[] vector) {
	}

}

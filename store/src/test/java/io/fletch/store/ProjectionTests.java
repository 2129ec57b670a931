package io.fletch.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.RowBatches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProjectionTests {

	private static final Schema SCHEMA = new Schema(
			List.of(new Field("n", FieldType.notNullable(new ArrowType.Int(64, true)), null),
					new Field("meta-data", FieldType.nullable(new ArrowType.Struct()),
							List.of(text("user-id"), new Field("place", FieldType.nullable(new ArrowType.Struct()),
									List.of(text("city"), text("country")))))));

	private final Database database = Database.open("memory:", DatabaseOptions.defaults()
		.withFunctions(new EmbeddingFunctionRegistry().register(new WordHashFunction("words", 16))));

	@TempDir
	private Path folder;

	private Table table;

	private static Field text(String name) {
		return new Field(name, FieldType.nullable(new ArrowType.Utf8()), null);
	}

	@BeforeEach
	void fill() {
		this.table = this.database.createTable("t", SCHEMA);
		this.table.add(List.of(
				Map.of("n", 1, "meta-data", Map.of("user-id", "u1", "place", Map.of("city", "Kiel", "country", "DE"))),
				Map.of("n", 2, "meta-data", Map.of("user-id", "u2")), Map.of("n", 3)));
		this.table.delete("n = 3");
		this.table.add(List.of(Map.of("n", 4)));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static Map<String, @Nullable Object> row(Object... entries) {
		Map<String, @Nullable Object> row = new HashMap<>();
		for (int i = 0; i < entries.length; i += 2) {
			row.put((String) entries[i], entries[i + 1]);
		}
		return row;
	}

	@Test
	void rowIdsAreAColumnOnDemand() {
		assertThat(this.table.scan().select("n").withRowId().rows()).containsExactly(row("n", 1L, "_rowid", 0L),
				row("n", 2L, "_rowid", 1L), row("n", 4L, "_rowid", 3L));
		assertThat(this.table.scan().select("_rowid").limit(1).rows()).containsExactly(row("_rowid", 0L));
		assertThat(this.table.takeOffsets(2).withRowId().select("n").rows())
			.containsExactly(row("n", 4L, "_rowid", 3L));
		assertThat(this.table.scan().limit(1).rows().getFirst()).doesNotContainKey("_rowid");
	}

	@Test
	void fieldsInsideColumnsAreSelectedByTheirPaths() {
		assertThat(this.table.scan().select("n", "`meta-data`.`user-id`", "meta-data.place.city").rows())
			.containsExactly(row("n", 1L, "`meta-data`.`user-id`", "u1", "meta-data.place.city", "Kiel"),
					row("n", 2L, "`meta-data`.`user-id`", "u2", "meta-data.place.city", null),
					row("n", 4L, "`meta-data`.`user-id`", null, "meta-data.place.city", null));
		assertThat(this.table.takeRowIds(0).select("meta-data.place").rows())
			.containsExactly(row("meta-data.place", Map.of("city", "Kiel", "country", "DE")));
	}

	@Test
	void aPathThatLeadsNowhereIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.scan().select("meta-data.place.street"))
			.withMessage("There is no field 'meta-data.place.street'; the fields there are [city, country]");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.scan().select("m"))
			.withMessage("The table 't' has no column 'm'; its columns are [n, meta-data]");
	}

	@Test
	void namesAreFoundWithoutRegardToCase() {
		assertThat(this.table.scan().select("N", "META-DATA.Place.CITY").limit(1).rows())
			.containsExactly(row("n", 1L, "META-DATA.Place.CITY", "Kiel"));
		assertThat(this.table.scan().select("`Meta-Data`").where("N = 2 AND `Meta-data`.`USER-ID` = 'u2'").rows())
			.hasSize(1);
	}

	@Test
	void valuesStandInTheOrderInWhichTheyWereSelected() {
		Search<Map<String, @Nullable Object>> search = this.table.scan()
			.select("_rowid", "meta-data.user-id", "n", "meta-data");
		List<String> names = List.of("_rowid", "meta-data.user-id", "n", "meta-data");
		assertThat(search.rows().getFirst().keySet()).containsExactlyElementsOf(names);
		assertThat(search.outputSchema().getFields()).extracting(Field::getName).isEqualTo(names);
	}

	@Test
	void expressionsReachIntoColumns() {
		Map<String, String> expressions = new LinkedHashMap<>();
		expressions.put("city", "upper(`meta-data`.place.city)");
		expressions.put("place", "`meta-data`['place']");
		expressions.put("rest", "n % :by");
		expressions.put("id", "_rowid");
		List<Map<String, @Nullable Object>> rows = this.table.scan()
			.select(expressions, Map.of("by", 2))
			.limit(2)
			.rows();
		assertThat(rows).containsExactly(
				row("city", "KIEL", "place", Map.of("city", "Kiel", "country", "DE"), "rest", 1L, "id", 0L),
				row("city", null, "place", null, "rest", 0L, "id", 1L));
		assertThat(rows.getFirst().keySet()).containsExactly("city", "place", "rest", "id");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.scan().select(expressions, Map.of("by", 2, "of", 3)))
			.withMessageContaining("has the parameters [of]; leave them away");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.scan().select(expressions))
			.withMessageContaining("the parameter :by has no value");
	}

	@Test
	void structsAreTakenApart() {
		Map<String, @Nullable Object> flat = row("n", 1L, "meta-data.user-id", "u1", "meta-data.place.city", "Kiel",
				"meta-data.place.country", "DE");
		assertThat(this.table.scan().flatten().limit(1).rows()).containsExactly(flat);
		assertThat(this.table.scan().flatten(2).limit(1).rows()).containsExactly(flat);
		assertThat(this.table.scan().flatten(1).limit(1).rows()).containsExactly(
				row("n", 1L, "meta-data.user-id", "u1", "meta-data.place", Map.of("city", "Kiel", "country", "DE")));
		assertThat(this.table.scan().select("meta-data.place").flatten().withRowId().limit(1).rows())
			.containsExactly(row("meta-data.place.city", "Kiel", "meta-data.place.country", "DE", "_rowid", 0L));
		assertThat(this.table.scan().flatten().outputSchema().getFields()).extracting(Field::getName)
			.containsExactly("n", "meta-data.user-id", "meta-data.place.city", "meta-data.place.country");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.scan().flatten(0))
			.withMessage("levels must be at least 1, but was 0");
	}

	@Test
	void whatNoRowHasIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.scan().select("_rowaddr"))
			.withMessage("There is no '_rowaddr': rows move when files are compacted, so only _rowid tells a row for "
					+ "good; select that");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.scan().select("_distance"))
			.withMessageContaining("There is no '_distance' in a scan");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.scan().select(Map.of("x", "_rowaddr")))
			.withMessageContaining("only _rowid tells a row for good");
	}

	@Test
	void recordsHaveNoPlaceForThem() {
		TypedTable<Article> articles = this.database.createTable(Article.class);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> articles.scan().withRowId())
			.withMessage("A record has no place for the row id; read Hit.rowId(), or search untyped(), whose rows are "
					+ "maps");
	}

	@Test
	void aFilteredScanGoesToArrow() throws IOException {
		List<Map<String, @Nullable Object>> rows = arrow(
				this.table.scan().where("n > 1").select("n", "meta-data.user-id").withRowId());
		assertThat(rows).containsExactly(row("n", 2L, "meta-data.user-id", "u2", "_rowid", 1L),
				row("n", 4L, "meta-data.user-id", null, "_rowid", 3L));
	}

	@Test
	void theResultOfAVectorSearchGoesToArrowWithItsDistances() throws IOException {
		Table vectors = this.database.createTable("v", new Schema(List.of(text("text"))),
				new EmbeddingColumn("text", "vector", "words"));
		vectors.add(List.of(Map.of("text", "one"), Map.of("text", "two words")));
		Search<Map<String, @Nullable Object>> search = vectors.search("words").select("text");
		List<Map<String, @Nullable Object>> expected = search.hits()
			.stream()
			.map((hit) -> row("text", hit.row().get("text"), "_distance", hit.distance()))
			.toList();
		assertThat(arrow(search)).isEqualTo(expected).hasSize(2);
	}

	@Test
	void blobsOfASearchGoToArrowWhole() throws IOException {
		Field blob = new Field("b",
				new FieldType(true, new ArrowType.LargeBinary(), null, Map.of("fletch.blob", "true")), null);
		Table blobs = this.database.createTable("b", new Schema(List.of(blob)));
		byte[] bytes = new byte[100_000];
		bytes[99_999] = 7;
		blobs.add(List.of(Map.of("b", bytes)));
		assertThat(arrow(blobs.scan()).getFirst().get("b")).isEqualTo(bytes);
	}

	@Test
	void theResultOfASearchGoesToVectors() {
		try (BufferAllocator allocator = new RootAllocator();
				VectorSchemaRoot root = this.table.scan().select("n").withRowId().toArrow(allocator)) {
			assertThat(root.getSchema().getFields()).extracting(Field::getName).containsExactly("n", "_rowid");
			assertThat(IntStream.range(0, root.getRowCount()).mapToObj(root.getVector("n")::getObject))
				.containsExactly(1L, 2L, 4L);
		}
	}

	private List<Map<String, @Nullable Object>> arrow(Search<?> search) throws IOException {
		Path file = this.folder.resolve("result.arrow");
		try (OutputStream stream = Files.newOutputStream(file)) {
			search.writeArrow(stream);
		}
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		try (RowBatches batches = RowSource.arrowFile(file).open(null)) {
			List<Field> fields = batches.schema().getFields();
			for (List<@Nullable Object[]> batch = batches.next(); batch != null; batch = batches.next()) {
				for (@Nullable
				Object[] values : batch) {
					Map<String, @Nullable Object> row = new HashMap<>();
					IntStream.range(0, values.length).forEach((i) -> row.put(fields.get(i).getName(), values[i]));
					rows.add(row);
				}
			}
		}
		return rows;
	}

	@Test
	void embeddingFunctionsStandBesideASchema() {
		Table made = this.database.createTable("made", new Schema(List.of(text("text"))),
				new EmbeddingColumn("text", "vector", "words"));
		made.add(List.of(Map.of("text", "some words")));
		float[] expected = new WordHashFunction("words", 16).embedQuery("some words");
		assertThat(made.scan().rows()).extracting((row) -> row.get("vector")).containsExactly(expected);
	}

	@Test
	void anEmbeddingColumnMustFitItsSchema() {
		EmbeddingColumn column = new EmbeddingColumn("text", "n", "words");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.database.createTable("u", SCHEMA, column))
			.withMessage(
					"The vectors of 'n' are to be made of 'text', which is no column; the columns are [n, meta-data]");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.database.createTable("u",
					new Schema(List.of(text("text"), SCHEMA.getFields().getFirst())), column))
			.withMessageContaining("The column 'n' has the type Int(64, true), but the function 'words' makes vectors "
					+ "of 16 float32");
		assertThat(this.database.tableNames()).containsExactly("t");
	}

}

package io.fletch.store;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UpdateTests extends OpenDatabase {

	@Test
	void movesUpdatedRowsToTheEndUnderTheirIds() {
		Table table = vectors();
		WriteResult result = table.update().set("vector", new float[] { 1.1F, 1.1F }).where("id = 0").execute();
		assertThat(result).isEqualTo(new WriteResult(3, 0, 1, 0));
		assertThat(table.scan().hits().stream().map((hit) -> hit.rowId() + ":" + hit.row().get("id")))
			.containsExactly("1:1", "0:0");
		assertThat(column(table, "vector")).containsExactly(new float[] { 1.2F, 1.9F }, new float[] { 1.1F, 1.1F });
	}

	@Test
	void makesTheVectorsOfTextsThatCameMeanwhileWhileOthersWrite() {
		List<String> made = new ArrayList<>();
		AtomicReference<Table> table = new AtomicReference<>();
		EmbeddingFunction function = new Overheard((texts) -> {
			made.addAll(texts);
			Map<String, Object> late = Map.of("text", texts.contains("A") ? "b" : "C", "vector", new float[16]);
			assertThat(CompletableFuture.supplyAsync(() -> table.get().add(List.of(late))))
				.succeedsWithin(Duration.ofSeconds(10));
		});
		try (Database memory = Database.open("memory:",
				DatabaseOptions.defaults().withFunctions(new EmbeddingFunctionRegistry().register(function)))) {
			table.set(memory.createTable("t", new Schema(List.of(field("text", new ArrowType.Utf8()))),
					new EmbeddingColumn("text", "vector", "words")));
			table.get().add(List.of(Map.of("text", "a", "vector", new float[16])));
			assertThat(table.get().update().setSql("text", "upper(text)").execute().updated()).isEqualTo(3);
			assertThat(made).containsExactly("A", "B");
			assertThat(column(table.get(), "text")).containsExactly("A", "B", "C");
		}
	}

	@Test
	void updatesRowsThatSatisfyEveryCondition() {
		Table table = vectors();
		table.add(List.of(Map.of("id", 2, "vector", new float[] { 3, 3 })));
		Update update = table.update().setSql("id", "id + 10").where("id > :least", Map.of("least", 0)).where("id < 2");
		assertThat(update.execute().updated()).isEqualTo(1);
		assertThat(column(table, "id")).containsExactly(0L, 2L, 11L);
	}

	@Test
	void namesTheColumnTheRowAndTheRemedyOfABadVector() {
		Table table = vectors();
		refused(table.update().set("vector", new float[] { 1, Float.NaN }),
				"The update gives the column 'vector' a vector with NaN at dimension 1, but the column takes vector of 2 "
						+ "float32, all finite; give it such a value, give null, or leave the row out by where(...)");
		refused(table.update().setSql("vector", "[1.5]").where("id = 1"),
				"The update gives the row with the id 1 in the column 'vector' a vector of 1 dimensions instead of 2");
		assertThat(table.version()).isEqualTo(2);
	}

	private Table vectors() {
		Table table = this.database.createTable("t",
				new Schema(List.of(field("id", new ArrowType.Int(64, true)), vector("vector", 2))));
		table.add(List.of(Map.of("id", 0, "vector", new float[] { 1.1F, 0.9F }),
				Map.of("id", 1, "vector", new float[] { 1.2F, 1.9F })));
		return table;
	}

	@Test
	void setsEveryTypeByExpressionsAndByValues() {
		Table table = everyType();
		table.add(List.of(Map.of("i", 0)));
		table.update()
			.setSql("i", "10 + 1")
			.setSql("s", "'hey'")
			.setSql("f", "2.5")
			.setSql("time", "timestamp '2020-01-01T00:00:00Z'")
			.setSql("day", "date '2020-01-02'")
			.setSql("v", "[1.0, 2.0]")
			.setSql("bytes", "X'0a0b'")
			.execute();
		List<Map<String, Object>> bySql = rows(table);
		table.update().set("i", 0).set("s", null).set("f", null).set("v", null).set("bytes", null).execute();
		table.update()
			.set("i", 11)
			.set("s", "hey")
			.set("f", 2.5)
			.set("time", Instant.parse("2020-01-01T00:00:00Z"))
			.set("day", LocalDate.of(2020, 1, 2))
			.set("v", List.of(1, 2))
			.set("bytes", new byte[] { 10, 11 })
			.execute();
		assertThat(rows(table)).usingRecursiveComparison().isEqualTo(bySql);
		assertThat(bySql.get(0).get("v")).isEqualTo(new float[] { 1, 2 });
		assertThat(bySql.get(0).get("time")).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
	}

	@Test
	void setsStructsListsDecimalsUuidsAndEnums() {
		Table table = everyType();
		table.add(List.of(Map.of("i", 0)));
		UUID uuid = UUID.randomUUID();
		Map<String, @Nullable Object> struct = new LinkedHashMap<>();
		struct.put("a", null);
		struct.put("b", "it's");
		table.update()
			.set("struct", struct)
			.set("list", List.of("x", "y"))
			.set("decimal", new BigDecimal("1.50"))
			.set("uuid", uuid)
			.set("s", TimeUnit.SECOND)
			.execute();
		Map<String, Object> row = rows(table).get(0);
		assertThat(row).containsEntry("struct", struct)
			.containsEntry("list", List.of("x", "y"))
			.containsEntry("decimal", new BigDecimal("1.50"))
			.containsEntry("s", "SECOND");
		assertThat((byte[]) row.get("uuid")).hasSize(16);
	}

	private Table everyType() {
		Field list = new Field("list", FieldType.nullable(new ArrowType.List()),
				List.of(field("item", new ArrowType.Utf8())));
		Field struct = new Field("struct", FieldType.nullable(new ArrowType.Struct()),
				List.of(field("a", new ArrowType.Int(32, true)), field("b", new ArrowType.Utf8())));
		return this.database.createTable("types",
				new Schema(List.of(field("i", new ArrowType.Int(32, true)), field("s", new ArrowType.Utf8()),
						field("f", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
						field("time", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
						field("day", new ArrowType.Date(DateUnit.DAY)), vector("v", 2),
						field("bytes", new ArrowType.Binary()), field("uuid", new ArrowType.FixedSizeBinary(16)),
						field("decimal", new ArrowType.Decimal(10, 2, 128)), list, struct)));
	}

	@Test
	void keepsQuotesInStrings() {
		Table table = numbers(2);
		table.update().set("s", "anthony's").where("id = 0").execute();
		table.update().setSql("s", "'a \"test\" ' || :what", Map.of("what", "string's")).where("id = 1").execute();
		assertThat(column(table, "s")).containsExactly("anthony's", "a \"test\" string's");
	}

	@Test
	void expressionsSeeTheValuesBeforeTheUpdate() {
		Table table = numbers(3);
		table.update().setSql("n", "id + 1").setSql("id", "n + 100").where("n < :n", Map.of("n", 2)).execute();
		assertThat(column(table, "id")).containsExactly(2L, 100L, 101L);
		assertThat(column(table, "n")).containsExactly(2, 1, 2);
	}

	@Test
	void withoutConditionAllRowsAreUpdatedAndFragmentsGo() throws IOException {
		Table table = numbers(5000);
		assertThat(table.update().set("s", "x").execute().updated()).isEqualTo(5000);
		assertThat(table.statistics().fragments().count()).isEqualTo(1);
		assertThat(column(table, "s")).containsOnly("x").hasSize(5000);
		assertThat(table.scan().hits().stream().mapToLong((hit) -> hit.rowId()))
			.containsExactlyElementsOf(LongStream.range(0, 5000).boxed().toList());
	}

	@Test
	void withoutMatchThereIsAVersionButNoRow() {
		Table table = numbers(3);
		assertThat(table.update().set("s", "x").where("id = 7").execute()).isEqualTo(new WriteResult(3, 0, 0, 0));
	}

	@Test
	void refusesWhatDoesNotFitAndChangesNothing() {
		Table table = numbers(3);
		table.columns().addComputed(Map.of("twice", "n * 2"));
		long version = table.version();
		refused(table.update(), "call set(column, value) or setSql(column, expression)");
		refused(table.update().set("m", 1),
				"'m', which is not a column of the table; its columns are [id, n, s, twice]");
		refused(table.update().set("twice", 1), "The column 'twice' is computed");
		refused(table.update().set("n", "many"),
				"gives the column 'n' the value 'many' (String), but the column takes int32");
		refused(table.update().setSql("n", "id / 2 + 0.25"), "but the column takes int32");
		refused(table.update().set("id", null), "The column 'id' cannot be null");
		refused(table.update().setSql("id", "nullif(id, 2)"), "The column 'id' cannot be null");
		refused(table.update().setSql("n", "n +"), "'n +'");
		refused(table.update().set("n", 1).where(""), "has none but blanks");
		refused(table.update().set("n", 1).where("m = 1"), "'m'");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> table.update().set("n", 1).setSql("n", "2"))
			.withMessageContaining("gives the column 'n' a value twice");
		assertThat(table.version()).isEqualTo(version);
	}

	private static void refused(Update update, String message) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(update::execute)
			.withMessageContaining(message);
	}

	@Test
	void aFailureInTheLastRowLeavesNoFile() throws IOException {
		Table table = numbers(20_000);
		long files = dataFiles();
		refused(table.update().setSql("n", "CASE WHEN id < 19999 THEN 1 ELSE 0.5 END"), "but the column takes int32");
		assertThat(dataFiles()).isEqualTo(files);
		assertThat(table.version()).isEqualTo(2);
	}

	@Test
	void onlyTheUpdatedRowsCanMakeAnExpressionFail() {
		Table table = numbers(4);
		table.delete("id = 0");
		table.update().setSql("n", "10 / n").where("10 / n > 4").execute();
		table.update().setSql("n", "10 % (n - 3)").where("id < 3").execute();
		assertThat(column(table, "id")).containsExactlyInAnyOrder(1L, 2L, 3L);
	}

	@Test
	void anInterruptCancelsAndChangesNothing() {
		Table table = numbers(10);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> table.update().set("n", 1).execute())
			.withMessageContaining("nothing was changed");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(table.version()).isEqualTo(2);
	}

	@Test
	void concurrentUpdatesOfOneRowAllSucceed() {
		Table table = numbers(3);
		IntStream.range(0, 10).parallel().forEach((i) -> table.update().setSql("n", "n + 1").where("id = 1").execute());
		assertThat(table.scan().hits().stream().map((hit) -> hit.rowId() + ":" + hit.row().get("n")))
			.containsExactly("0:0", "2:2", "1:11");
		assertThat(table.version()).isEqualTo(12);
	}

	@Test
	void aCheckedOutTableRefuses() {
		Table old = numbers(3).checkout(1);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(old::update)
			.withMessageContaining("cannot be modified while version 1 is checked out");
	}

	@Test
	void embedsChangedTextsAnewAndKeepsOtherVectors() {
		TypedTable<Article> articles = this.database.createTable(Article.class);
		articles.add(List.of(Article.of("1", "old words"), Article.of("2", "two"), Article.of("3", "three")));
		float[] given = new float[16];
		given[5] = 9;
		articles.update().set("text", "new words").where("id = '1'").execute();
		articles.update().set("text", "four").set("vector", given).where("id = '2'").execute();
		articles.update().set("lang", "de").set("text", null).where("id = '3'").execute();
		assertThat(articles.scan().rows()).usingRecursiveFieldByFieldElementComparatorOnFields("id", "text", "vector")
			.containsExactly(withVector("1", "new words", hashed("new words")), withVector("2", "four", given),
					withVector("3", null, null));
	}

	@Test
	void keepsTheVectorsOfTextsThatStay() {
		TypedTable<Article> articles = this.database.createTable(Article.class);
		float[] given = new float[16];
		articles.add(List.of(withVector("1", "one", given), Article.of("2", "two")));
		articles.update().set("text", "one").execute();
		assertThat(articles.scan().rows()).extracting(Article::vector).containsExactly(given, hashed("one"));
	}

	private static Article withVector(String id, @Nullable String text, float @Nullable [] vector) {
		Article of = Article.of(id, text);
		return new Article(id, text, vector, of.lang(), of.year(), null, of.weight(), null, true, of.tags(),
				of.published(), null);
	}

	private static float[] hashed(String text) {
		return new WordHashFunction("words", 16).embedQuery(text);
	}

	private Table numbers(int count) {
		Table table = this.database.createTable("t",
				new Schema(List.of(new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null),
						field("n", new ArrowType.Int(32, true)), field("s", new ArrowType.Utf8()))));
		List<Map<String, Object>> rows = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			rows.add(Map.of("id", i, "n", i, "s", "s" + i));
		}
		table.add(rows);
		return table;
	}

	private static Field field(String name, ArrowType type) {
		return new Field(name, FieldType.nullable(type), null);
	}

	private static Field vector(String name, int dimensions) {
		return new Field(name, FieldType.nullable(new ArrowType.FixedSizeList(dimensions)),
				List.of(field("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));
	}

	private static List<Map<String, Object>> rows(Table table) {
		return List.copyOf(table.scan().rows());
	}

	private static List<Object> column(Table table, String name) {
		return table.scan().rows().stream().map((row) -> row.get(name)).toList();
	}

	private long dataFiles() throws IOException {
		try (Stream<Path> files = Files.walk(this.folder.resolve("t.fletch/data"))) {
			return files.filter(Files::isRegularFile).count();
		}
	}

	/**
	 * Tells which texts it is given.
	 */
	private record Overheard(Consumer<List<String>> listener) implements EmbeddingFunction {

		private static final WordHashFunction WORDS = new WordHashFunction("words", 16);

		@Override
		public String name() {
			return WORDS.name();
		}

		@Override
		public int dimensions() {
			return WORDS.dimensions();
		}

		@Override
		public List<float[]> embedSources(List<String> sources) {
			this.listener.accept(sources);
			return WORDS.embedSources(sources);
		}

		@Override
		public float[] embedQuery(String query) {
			return WORDS.embedQuery(query);
		}

	}

}

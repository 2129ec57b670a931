package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.BadVectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MergeInsertTests extends OpenDatabase {

	private Table table;

	@BeforeEach
	void fill() {
		this.table = this.database.createTable("t",
				new Schema(List.of(field("a", new ArrowType.Int(64, true)), field("b", new ArrowType.Utf8()))));
		this.table.add(List.of(row(1, "a"), row(2, "b"), row(3, "c")));
	}

	private static final List<Map<String, @Nullable Object>> SOURCE = List.of(row(2, "x"), row(4, "z"));

	@Test
	void upserts() {
		WriteResult result = on("a").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(SOURCE);
		assertThat(result).isEqualTo(new WriteResult(3, 1, 1, 0));
		assertThat(result.attempts()).isEqualTo(1);
		assertThat(rows()).containsExactly("1=a", "3=c", "2=x", "4=z");
	}

	@Test
	void updatesWhereAConditionOnTheTargetHolds() {
		WriteResult result = on("a").whenMatchedUpdateAll("target.b = 'b'").whenNotMatchedInsertAll().execute(SOURCE);
		assertThat(result).isEqualTo(new WriteResult(3, 1, 1, 0));
		assertThat(sorted()).containsExactly("1=a", "2=x", "3=c", "4=z");
	}

	@Test
	void leavesRowsThatMatchButDoNotSatisfyTheCondition() {
		WriteResult result = on("a")
			.whenMatchedUpdateAll("target.b = :b AND source.b <> :other", Map.of("b", "a", "other", "q"))
			.whenNotMatchedInsertAll()
			.whenNotMatchedBySourceDelete("a > 10")
			.execute(List.of(row(1, "x"), row(2, "y"), row(4, "z")));
		assertThat(result).isEqualTo(new WriteResult(3, 1, 1, 0));
		assertThat(sorted()).containsExactly("1=x", "2=b", "3=c", "4=z");
	}

	@Test
	void insertsIfNotThere() {
		assertThat(on("a").whenNotMatchedInsertAll().execute(SOURCE)).isEqualTo(new WriteResult(3, 1, 0, 0));
		assertThat(rows()).containsExactly("1=a", "2=b", "3=c", "4=z");
	}

	@Test
	void replacesARange() {
		WriteResult result = upsert().whenNotMatchedBySourceDelete("a > 2").execute(SOURCE);
		assertThat(result).isEqualTo(new WriteResult(3, 1, 1, 1));
		assertThat(sorted()).containsExactly("1=a", "2=x", "4=z");
	}

	@Test
	void replacesEverything() {
		WriteResult result = upsert().whenNotMatchedBySourceDelete().execute(SOURCE);
		assertThat(result).isEqualTo(new WriteResult(3, 1, 1, 2));
		assertThat(sorted()).containsExactly("2=x", "4=z");
	}

	@Test
	void deletingAgainWithoutConditionWidens() {
		WriteResult result = on("a").whenNotMatchedBySourceDelete("target.a > :a", Map.of("a", 2))
			.whenNotMatchedBySourceDelete()
			.execute(SOURCE);
		assertThat(result).isEqualTo(new WriteResult(3, 0, 0, 2));
		assertThat(rows()).containsExactly("2=b");
	}

	@Test
	void refusesToDoNothing() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> on("a").execute(SOURCE))
			.withMessageContaining("not configured to change the data");
	}

	@Test
	void refusesTwoSourcesForOneRowButNotForNone() {
		List<Map<String, @Nullable Object>> twice = List.of(row(2, "x"), row(2, "y"));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> upsert().execute(twice))
			.withMessageContaining("The rows [0, 1] of a merge-insert have the same key [2]")
			.withMessageContaining("ambiguous merges are refused");
		assertThat(this.table.version()).isEqualTo(2);
		assertThat(upsert().execute(List.of(row(7, "x"), row(7, "y"))).inserted()).isEqualTo(2);
	}

	@Test
	void updatesEveryRowOfAKey() {
		this.table.add(List.of(row(2, "again")));
		assertThat(upsert().execute(List.of(row(2, "x"))).updated()).isEqualTo(2);
		assertThat(rows()).containsExactly("1=a", "3=c", "2=x", "2=x");
	}

	@Test
	void nullKeysMatchNothing() {
		this.table.add(List.of(row(null, "n")));
		assertThat(upsert().execute(List.of(row(null, "m")))).isEqualTo(new WriteResult(4, 1, 0, 0));
		assertThat(rows()).containsExactly("1=a", "2=b", "3=c", "null=n", "null=m");
	}

	@Test
	void columnsThatTheSourceLacksStayOrAreNull() {
		List<Map<String, @Nullable Object>> keys = List.of(Map.of("a", 2), Map.of("a", 9));
		assertThat(upsert().execute(keys)).isEqualTo(new WriteResult(3, 1, 1, 0));
		assertThat(rows()).containsExactly("1=a", "3=c", "2=b", "9=null");
	}

	@Test
	void insertsNoNullWhereThereCanBeNone() {
		Table strict = this.database.createTable("strict", new Schema(List.of(field("a", new ArrowType.Int(64, true)),
				new Field("b", FieldType.notNullable(new ArrowType.Utf8()), null))));
		strict.add(List.of(row(1, "a")));
		MergeInsert<Map<String, @Nullable Object>> merge = strict.mergeInsert("a")
			.whenMatchedUpdateAll()
			.whenNotMatchedInsertAll();
		assertThat(merge.execute(List.of(Map.of("a", 1))).updated()).isEqualTo(1);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> merge.execute(List.of(Map.of("a", 2))))
			.withMessageContaining("no column 'b', which cannot be null");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> merge.execute(List.of(row(1, null))))
			.withMessageContaining("no value for the column 'b'");
	}

	@Test
	void refusesKeysThatAreNoneAndRowsWithoutThem() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> on("a", "c"))
			.withMessageContaining("The key 'c' is not a column");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> on())
			.withMessageContaining("at least one key column");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> upsert().execute(List.of(Map.of("b", "x"))))
			.withMessageContaining("have no column 'a', which is a key");
		Table vectors = vectors();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> vectors.mergeInsert("vector"))
			.withMessageContaining("cannot be a key");
	}

	@Test
	void refusesConditionsThatDoNotFit() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> on("a").whenMatchedUpdateAll("b = 'x'").execute(SOURCE))
			.withMessageContaining("'b' is ambiguous");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> on("a").whenNotMatchedBySourceDelete("c = 1").execute(SOURCE))
			.withMessageContaining("'target.c'");
		assertThat(this.table.version()).isEqualTo(2);
	}

	@Test
	void anEmptySourceSucceeds() {
		assertThat(upsert().execute(List.of())).isEqualTo(new WriteResult(3, 0, 0, 0));
		assertThat(on("a").whenNotMatchedBySourceDelete("a = 1").execute(List.of()).deleted()).isEqualTo(1);
		assertThat(rows()).containsExactly("2=b", "3=c");
	}

	@Test
	void failsWhenTheTimeIsOver() {
		assertThatExceptionOfType(CancelledException.class)
			.isThrownBy(() -> upsert().timeout(Duration.ZERO).execute(SOURCE))
			.withMessageContaining("merge insert timed out after 0 ms; nothing was changed");
		assertThat(this.table.version()).isEqualTo(2);
		assertThat(upsert().timeout(Duration.ofMinutes(1)).execute(SOURCE).updated()).isEqualTo(1);
	}

	@Test
	void anInterruptCancelsAndLeavesNoFile() throws IOException {
		this.table.add(many(0, 3000, "m"));
		long files = dataFiles();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> upsert().execute(many(0, 3000, "n")))
			.withMessageContaining("merge insert was cancelled; nothing was changed");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(dataFiles()).isEqualTo(files);
		assertThat(this.table.version()).isEqualTo(3);
	}

	@Test
	void aFailureInTheMiddleLeavesNoFile() throws IOException {
		this.table.add(many(100, 9000, "m"));
		this.table.add(List.of(row(8000, "again")));
		long files = dataFiles();
		List<Map<String, @Nullable Object>> source = new ArrayList<>(many(100, 9000, "n"));
		source.add(row(9099, "twice"));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> upsert().execute(source))
			.withMessageContaining("have the same key [9099]");
		assertThat(dataFiles()).isEqualTo(files);
	}

	@Test
	void largeMergesGiveOneFile() {
		this.table.add(many(0, 20_000, "m"));
		assertThat(upsert().execute(many(10_000, 20_000, "n"))).isEqualTo(new WriteResult(4, 10_000, 10_000, 0));
		assertThat(this.table.countRows("b = 'n'", Map.of())).isEqualTo(20_000);
		assertThat(this.table.verify().problems()).isEmpty();
	}

	@Test
	void concurrentMergesAllSucceed() {
		IntStream.range(0, 10)
			.parallel()
			.forEach((i) -> upsert().execute(List.of(row(1, "v" + i), row(100 + i, "new"))));
		assertThat(this.table.countRows()).isEqualTo(13);
		assertThat(this.table.version()).isEqualTo(12);
	}

	@Test
	void aCheckedOutTableRefuses() {
		Table old = this.table.checkout(1);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> old.mergeInsert("a"))
			.withMessageContaining("cannot be modified while version 1 is checked out");
	}

	@Test
	void embedsInsertedRowsAndChangedTexts() {
		TypedTable<Article> articles = this.database.createTable(Article.class);
		float[] given = new float[16];
		articles.add(List.of(article("1", "one", given), article("2", "two", given), article("3", "three", null)));
		articles.mergeInsert("id")
			.whenMatchedUpdateAll()
			.whenNotMatchedInsertAll()
			.execute(List.of(article("1", "one", null), article("2", "changed", null), article("4", "four", null),
					article("5", "five", given)));
		assertThat(articles.scan().rows()).extracting((row) -> row.id() + row.text() + Arrays.toString(row.vector()))
			.containsExactly("3three" + hashed("three"), "1one" + Arrays.toString(given),
					"2changed" + hashed("changed"), "4four" + hashed("four"), "5five" + Arrays.toString(given));
	}

	@Test
	void embedsTextsOfPartialRows() {
		TypedTable<Article> articles = this.database.createTable(Article.class);
		articles.add(List.of(Article.of("1", "one")));
		articles.untyped()
			.mergeInsert("id")
			.whenMatchedUpdateAll()
			.execute(List.of(Map.of("id", "1", "text", "changed")));
		assertThat(Arrays.toString(articles.scan().rows().get(0).vector())).isEqualTo(hashed("changed"));
		articles.untyped().mergeInsert("id").whenMatchedUpdateAll().execute(List.of(Map.of("id", "1", "lang", "de")));
		assertThat(Arrays.toString(articles.scan().rows().get(0).vector())).isEqualTo(hashed("changed"));
	}

	@Test
	void treatsBadVectorsAsItIsTold() {
		Table vectors = vectors();
		List<Map<String, @Nullable Object>> bad = List.of(Map.of("id", 1, "vector", List.of(1, Float.NaN)),
				Map.of("id", 2, "vector", List.of(1, 2)));
		MergeInsert<Map<String, @Nullable Object>> merge = vectors.mergeInsert("id").whenNotMatchedInsertAll();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> merge.execute(bad))
			.withMessageContaining("vector");
		assertThat(merge.badVectors(BadVectors.DROP, 0).execute(bad).inserted()).isEqualTo(1);
		assertThat(merge.badVectors(BadVectors.FILL, 5).execute(bad).inserted()).isEqualTo(1);
		assertThat(vectors.scan().rows()).extracting((row) -> row.get("vector"))
			.containsExactly(new float[] { 1, 2 }, new float[] { 1, 5 });
	}

	@Test
	void keepsTheRowWhoseSourceRowIsDroppedForItsVector() {
		Table vectors = vectors();
		vectors.add(List.of(Map.of("id", 1, "vector", List.of(1, 1)), Map.of("id", 2, "vector", List.of(2, 2)),
				Map.of("id", 3, "vector", List.of(3, 3))));
		WriteResult result = vectors.mergeInsert("id")
			.whenMatchedUpdateAll()
			.whenNotMatchedBySourceDelete()
			.badVectors(BadVectors.DROP, 0)
			.execute(List.of(Map.of("id", 1, "vector", List.of(1, Float.NaN)), Map.of("id", 2, "vector", List.of(5, 5)),
					Map.of("id", 4, "vector", List.of(1))));
		assertThat(result).isEqualTo(new WriteResult(3, 0, 1, 1));
		assertThat(vectors.scan().rows()).extracting((row) -> row.get("vector"))
			.containsExactly(new float[] { 1, 1 }, new float[] { 5, 5 });
	}

	@Test
	void refusesANegativeTimeout() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> on("a").timeout(Duration.ofMillis(-1)))
			.withMessageContaining("The timeout of a merge-insert is PT-0.001S; it must be at least zero");
	}

	@Test
	void keepsLongBlobsOfRowsThatAreUpdated() {
		Field blob = new Field("blob",
				new FieldType(true, new ArrowType.LargeBinary(), null, Map.of("fletch.blob", "true")), null);
		Table blobs = this.database.createTable("blobs",
				new Schema(List.of(field("id", new ArrowType.Int(64, true)), field("s", new ArrowType.Utf8()), blob)));
		byte[] bytes = new byte[200_000];
		Arrays.fill(bytes, (byte) 7);
		blobs.add(
				List.of(Map.of("id", 1, "s", "a", "blob", bytes), Map.of("id", 2, "s", "a", "blob", new byte[] { 1 })));
		blobs.mergeInsert("id").whenMatchedUpdateAll().execute(List.of(Map.of("id", 1, "s", "b")));
		blobs.update().set("s", "c").where("id = 2").execute();
		blobs.update().set("blob", bytes).where("id = 2").execute();
		assertThat(blobs.scan().rows()).extracting((row) -> row.get("s") + ":" + row.get("blob").equals(Blob.of(bytes)))
			.containsExactly("b:true", "c:true");
		assertThat(blobs.verify().problems()).isEmpty();
	}

	private Table vectors() {
		return this.database
			.createTable("vectors",
					new Schema(List.of(field("id", new ArrowType.Int(64, true)), new Field("vector",
							FieldType.nullable(new ArrowType.FixedSizeList(2)),
							List.of(field("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)))))));
	}

	private static Article article(String id, String text, float @Nullable [] vector) {
		Article of = Article.of(id, text);
		return new Article(id, text, vector, of.lang(), of.year(), null, of.weight(), null, true, of.tags(),
				of.published(), null);
	}

	private static String hashed(String text) {
		return Arrays.toString(new WordHashFunction("words", 16).embedQuery(text));
	}

	private MergeInsert<Map<String, @Nullable Object>> on(String... keys) {
		return this.table.mergeInsert(keys);
	}

	private MergeInsert<Map<String, @Nullable Object>> upsert() {
		return on("a").whenMatchedUpdateAll().whenNotMatchedInsertAll();
	}

	private static Field field(String name, ArrowType type) {
		return new Field(name, FieldType.nullable(type), null);
	}

	private static Map<String, @Nullable Object> row(@Nullable Integer a, @Nullable String b) {
		Map<String, @Nullable Object> row = new HashMap<>();
		row.put("a", a);
		row.put("b", b);
		return row;
	}

	private static List<Map<String, @Nullable Object>> many(int first, int count, String b) {
		return IntStream.range(first, first + count).mapToObj((i) -> row(i, b)).toList();
	}

	private List<String> rows() {
		return this.table.scan().rows().stream().map((row) -> row.get("a") + "=" + row.get("b")).toList();
	}

	private List<String> sorted() {
		return rows().stream().sorted(Comparator.naturalOrder()).toList();
	}

	private long dataFiles() throws IOException {
		try (Stream<Path> files = Files.walk(this.folder.resolve("t.fletch/data"))) {
			return files.filter(Files::isRegularFile).count();
		}
	}

	@Test
	void namesARowThatIsNull() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> upsert().execute(Arrays.asList((Map<String, @Nullable Object>) null)))
			.withMessageContaining("Row 0 is null");
	}

	@Test
	void refusesAFillValueThatIsNotFinite() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> upsert().badVectors(BadVectors.FILL, Float.POSITIVE_INFINITY))
			.withMessageContaining("The fill value Infinity is itself a bad value");
	}

	@Test
	void namesAllColumnsThatTheTableHasNot() {
		RowSource source = RowSource.maps(List.of(new TreeMap<>(Map.of("a", 1, "x", 1, "y", 1))));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> upsert().execute(source))
			.withMessageContaining("the columns [x, y] that the table does not have");
	}

}

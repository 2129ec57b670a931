package io.fletch.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.VersionNotFoundException;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TypedTableTests {

	private final EmbeddingFunctionRegistry functions = new EmbeddingFunctionRegistry()
		.register(new WordHashFunction("words", 64));

	@TempDir
	private Path folder;

	private Database database;

	private TypedTable<Article> articles;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder, this.functions);
		this.articles = this.database.createTable(Article.class);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void addsRecordsOfAStreamAndOfAnIterator() {
		List<Article> two = List.of(Article.of("1", "a"), Article.of("2", "b"));
		assertThat(this.articles.add(RowSource.records(two.stream())).rows()).isEqualTo(2);
		List<Long> told = new ArrayList<>();
		this.articles.add(RowSource.records(two.iterator()),
				AddOptions.DEFAULT.withProgress((progress) -> told.add(progress.rows())));
		assertThat(this.articles.scan().rows()).extracting(Article::id).containsExactly("1", "2", "1", "2");
		assertThat(this.articles.scan().rows().getLast().vector()).hasSize(64);
		assertThat(told).containsExactly(2L, 2L);
	}

	@Test
	void beginsWithRows() {
		this.database.dropTable("articles");
		TypedTable<Article> made = this.database.createTable(Article.class,
				RowSource.records(List.of(Article.of("1", "a"), Article.of("2", "b"))));
		assertThat(made.version()).isEqualTo(1);
		assertThat(made.scan().rows()).extracting(Article::id).containsExactly("1", "2");
		assertThat(made.primaryKey()).isEqualTo("id");
	}

	@Test
	void refusesRecordsOfAnotherType() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.articles.add(RowSource.records(List.of(new Other("x")))))
			.withMessageContaining("'other'");
	}

	@Test
	void readsRecordsOfAnOlderVersion() {
		this.articles.add(List.of(Article.of("1", "a")));
		this.articles.untyped().tags().create("first", 2);
		Instant time = this.articles.untyped().versions().getLast().timestamp();
		this.articles.delete("true");
		for (TypedTable<Article> old : List.of(this.articles.checkout(2), this.articles.checkout("first"),
				this.articles.checkout(time))) {
			assertThat(old.isCheckedOut()).isTrue();
			assertThat(old.version()).isEqualTo(2);
			assertThat(old.scan().rows()).extracting(Article::id).containsExactly("1");
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> old.delete("true"))
				.withMessageContaining("while version 2 is checked out");
			old.close();
		}
		assertThat(this.articles.countRows()).isZero();
	}

	@Test
	void refusesToReadRecordsOfAVersionWithOtherColumns() {
		this.articles.untyped().columns().drop("lang");
		this.articles.untyped().columns().add(Map.of("lang", "'en'"));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.articles.checkout(2))
			.withMessageContainingAll("Article", "lang", "no such column");
		assertThatExceptionOfType(VersionNotFoundException.class).isThrownBy(() -> this.articles.checkout(9));
	}

	@Test
	void readsRecordsByOffsetAndByRowId() {
		this.articles.add(List.of(Article.of("1", "a"), Article.of("2", "b"), Article.of("3", "c")));
		assertThat(this.articles.head(2)).extracting(Article::id).containsExactly("1", "2");
		long[] ids = this.articles.takeOffsets(2, 0).hits().stream().mapToLong(Hit::rowId).toArray();
		assertThat(this.articles.takeRowIds(ids).select("id").rows()).extracting(Article::id, Article::lang)
			.containsExactly(Tuple.tuple("3", null), Tuple.tuple("1", null));
	}

	@Test
	void closesOneHandleAndLeavesOthersOpen() {
		TypedTable<Article> another = this.database.openTable(Article.class);
		another.close();
		assertThat(another.isOpen()).isFalse();
		assertThat(this.articles.isOpen()).isTrue();
		assertThatExceptionOfType(StoreException.class).isThrownBy(another::countRows)
			.withMessageContaining("is closed");
		assertThat(this.articles.countRows()).isZero();
	}

	@Test
	void givesBackEveryTypeAsItWasAdded() {
		Instant time = Instant.parse("2026-01-31T12:34:56.789012Z");
		float[] vector = new float[64];
		vector[3] = -1.5F;
		Article full = new Article("1", "größer ✓ 🚀", vector, "de", -7, Long.MIN_VALUE, Float.MIN_VALUE, -0.0, false,
				List.of("", "ünï"), time, new byte[] { 0, -1 });
		this.articles.add(List.of(full, Article.of("2", null)));
		reopen();
		List<Article> rows = this.articles.scan().rows();
		assertThat(rows.get(0)).usingRecursiveComparison().isEqualTo(full);
		assertThat(rows.get(1)).usingRecursiveComparison().isEqualTo(Article.of("2", null));
	}

	@Test
	void embedsTheSourceFieldOfRowsWithoutVector() {
		this.articles.add(List.of(Article.of("1", "columnar format")));
		assertThat(this.articles.scan().rows().get(0).vector())
			.isEqualTo(new WordHashFunction("words", 64).embedQuery("columnar format"));
	}

	@Test
	void findsByWordsAndByVectorAndByBoth() {
		this.articles.add(List.of(Article.of("1", "the lion sleeps tonight"),
				Article.of("2", "arrow is a columnar memory format"), Article.of("3", "formats of columns")));
		assertThat(ids(this.articles.search("columnar format").kind(QueryKind.TEXT))).containsExactly("2", "3");
		assertThat(ids(this.articles.search("columnar format").kind(QueryKind.VECTOR).limit(1))).containsExactly("2");
		Hit<Article> best = this.articles.search("columnar format").hits().get(0);
		assertThat(best.row().id()).isEqualTo("2");
		assertThat(best.score()).isEqualTo(2.0 / 61);
		assertThat(best.distance()).isCloseTo(1 - 2 / Math.sqrt(2 * 6), Assertions.within(1e-6));
	}

	@Test
	void appliesTheConditionBeforeTakingTheNearest() {
		this.articles.add(IntStream.range(0, 200)
			.mapToObj((i) -> Article.of(String.valueOf(i), "same text").withYear(i))
			.toList());
		Search<Article> search = this.articles.search("same text")
			.where("year >= :year", Map.of("year", 195))
			.limit(10);
		for (QueryKind kind : List.of(QueryKind.VECTOR, QueryKind.TEXT, QueryKind.HYBRID)) {
			assertThat(ids(search.kind(kind))).containsExactly("195", "196", "197", "198", "199");
		}
		Expression recent = Expression.column(Article::year).ge(195).and(Expression.column(Article::tags).has("b"));
		assertThat(ids(this.articles.search("same text").where(recent))).containsExactly("195", "196", "197", "198",
				"199");
		assertThat(this.articles.countRows(recent)).isEqualTo(5);
	}

	@Test
	void pagesWithoutGapsOrRepeats() {
		this.articles
			.add(IntStream.range(0, 30).mapToObj((i) -> Article.of("" + i, "word " + "more ".repeat(i))).toList());
		List<String> whole = ids(this.articles.search("word more").limit(30));
		List<String> paged = IntStream.range(0, 10)
			.mapToObj((page) -> ids(this.articles.search("word more").offset(page * 3).limit(3)))
			.flatMap(List::stream)
			.toList();
		assertThat(whole).hasSize(30).doesNotHaveDuplicates();
		assertThat(paged).isEqualTo(whole);
	}

	@Test
	void keepsDeletedRowsOutOfEverySearch() {
		this.articles.add(List.of(Article.of("1", "red apple"), Article.of("2", "red pear")));
		this.articles.search("red").hits();
		WriteResult result = this.articles.delete("id = :id", Map.of("id", "1"));
		assertThat(result).isEqualTo(new WriteResult(3, 0, 0, 1));
		assertThat(this.articles.countRows()).isEqualTo(1);
		for (QueryKind kind : QueryKind.values()) {
			assertThat(ids(this.articles.search("red apple").kind(kind))).containsExactly("2");
		}
		reopen();
		assertThat(ids(this.articles.search("red apple"))).containsExactly("2");
	}

	@Test
	void mergeInsertUpdatesAndInsertsByKey() {
		this.articles.add(List.of(Article.of("1", "one"), Article.of("2", "two")));
		WriteResult result = this.articles.mergeInsert("id")
			.whenMatchedUpdateAll()
			.whenNotMatchedInsertAll()
			.execute(List.of(Article.of("2", "second").withLang("de"), Article.of("3", "three")));
		assertThat(result).isEqualTo(new WriteResult(3, 1, 1, 0));
		assertThat(this.articles.scan().rows()).extracting(Article::id, Article::text)
			.containsExactly(Assertions.tuple("1", "one"), Assertions.tuple("2", "second"),
					Assertions.tuple("3", "three"));
	}

	@Test
	void mergeInsertRefusesTwoSourcesForOneRow() {
		this.articles.add(List.of(Article.of("1", "one")));
		MergeInsert<Article> merge = this.articles.mergeInsert("id").whenMatchedUpdateAll();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> merge.execute(List.of(Article.of("1", "a"), Article.of("1", "b"))))
			.withMessageContaining("rows [0, 1] of a merge-insert have the same key [1]");
		assertThat(this.articles.version()).isEqualTo(2);
	}

	@Test
	void refusesAMergeInsertWithoutClause() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.articles.mergeInsert("id").execute(List.of()))
			.withMessageContaining("not configured to change the data in any way");
	}

	@Test
	void refusesRowsThatDoNotFitAndChangesNothing() {
		Article wrong = new Article("2", "x", new float[3], "en", 1, null, 1, null, true, List.of(), Instant.EPOCH,
				null);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.articles.add(List.of(Article.of("1", "one"), wrong)))
			.withMessage("Row 1 has a vector of 3 dimensions in the column 'vector', which takes vector of 64 float32");
		assertThat(this.articles.countRows()).isZero();
		assertThat(this.articles.version()).isEqualTo(1);
	}

	@Test
	void refusesAVectorOfTheWrongLength() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.articles.search(new float[2]).hits())
			.withMessage("The vector of the search has 2 dimensions, but the column 'vector' has 64");
	}

	@Test
	void seesWhatAnotherHandleOfTheSameFolderWrote() {
		try (Database other = Database.open(this.folder, this.functions)) {
			other.openTable(Article.class).add(List.of(Article.of("1", "one")));
			assertThat(this.articles.countRows()).isEqualTo(1);
			this.articles.add(List.of(Article.of("2", "two")));
			assertThat(ids(other.openTable(Article.class).search("two"))).startsWith("2");
		}
	}

	@Test
	void selectReadsOnlyTheColumnsAskedFor() {
		this.articles.add(List.of(Article.of("1", "one")));
		Article row = this.articles.scan().select("id", "year").rows().get(0);
		assertThat(row.id()).isEqualTo("1");
		assertThat(row.year()).isEqualTo(2020);
		assertThat(row.text()).isNull();
		assertThat(row.open()).isFalse();
	}

	private void reopen() {
		this.database.close();
		this.database = Database.open(this.folder, this.functions);
		this.articles = this.database.openTable(Article.class);
	}

	private static List<String> ids(Search<Article> search) {
		return search.rows().stream().map(Article::id).toList();
	}

	@Test
	void findsTheWordsOfRowsThatARestoreBroughtBack() {
		this.articles.add(List.of(Article.of("1", "apple"), Article.of("2", "banana")));
		long version = this.articles.version();
		this.articles.delete("id = '1'");
		assertThat(this.articles.search("apple").kind(QueryKind.TEXT).hits()).isEmpty();
		this.articles.untyped().restore(version);
		assertThat(this.articles.search("apple").kind(QueryKind.TEXT).rows()).extracting(Article::id)
			.containsExactly("1");
	}

	private record Other(String other) {
	}

}

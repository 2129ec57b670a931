package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;
import io.fletch.store.index.TextOptions;
import io.fletch.store.index.TextToken;
import io.fletch.store.index.text.TextAnalysis;
import io.fletch.store.query.text.TextQuery;
import io.fletch.store.version.CleanupPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A table with full-text indexes finds the same rows with the same scores as one without,
 * whatever happens to both.
 */
@ExtendWith(SeededRandom.class)
class FullTextIndexTests {

	@TempDir
	private Path folder;

	private Database database;

	/** One index over both columns. */
	private Table together;

	/** One index for each column. */
	private Table apart;

	/** No index: the columns are marked as full text. */
	private Table marked;

	@BeforeEach
	void fillTables(Random random) {
		open();
		this.together = this.database.createTable("together", FullTextTables.schema(false));
		this.apart = this.database.createTable("apart", FullTextTables.schema(false));
		this.marked = this.database.createTable("marked", FullTextTables.schema(true));
		add(random, 0, 1500);
		this.together.indexes().create(IndexDefinition.fullText("title", "body"));
		this.apart.indexes().create(IndexDefinition.fullText("title"));
		this.apart.indexes().create(IndexDefinition.fullText("body"));
	}

	private void open() {
		this.database = Database.open(this.folder, DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private List<Table> tables() {
		return List.of(this.together, this.apart, this.marked);
	}

	private void add(Random random, int from, int count) {
		List<Map<String, @Nullable Object>> rows = FullTextTables.rows(random, from, count);
		tables().forEach((table) -> table.add(rows));
	}

	private void requireSame(Random random) {
		requireSame(random, this.marked, this.together, this.apart);
	}

	private static void requireSame(Random random, Table expected, Table... others) {
		for (TextQuery query : FullTextTables.queries(random)) {
			for (String filter : List.of("id >= 0", "id % 3 = 1", "id = 77", "title IS NOT NULL OR id < 100")) {
				List<FullTextTables.Found> rows = FullTextTables.found(expected.search(query).where(filter).limit(25));
				for (Table other : others) {
					assertThat(FullTextTables.found(other.search(query).where(filter).limit(25)))
						.as("%s where %s in %s", query, filter, other)
						.isEqualTo(rows);
				}
			}
			List<FullTextTables.Found> all = FullTextTables.found(expected.search(query).limit(25));
			for (Table other : others) {
				assertThat(FullTextTables.found(other.search(query).limit(25))).as("%s in %s", query, other)
					.isEqualTo(all);
			}
		}
	}

	@Test
	void answersAsWithoutAnIndex(Random random) {
		requireSame(random);
	}

	@Test
	void followsWhateverHappensToTheTable(Random random) {
		for (Table table : tables()) {
			table.tags().create("before", table.version());
			table.delete("id % 10 = 3");
			table.update().where("id % 97 = 1").set("title", "w4 w4 w170").execute();
		}
		requireSame(random);
		add(random, 5000, 300);
		add(random, 6000, 1);
		List<Map<String, @Nullable Object>> changes = FullTextTables.rows(random, 1400, 400);
		tables().forEach(
				(table) -> table.mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(changes));
		requireSame(random);
		tables().forEach(Table::optimize);
		assertThat(this.together.indexes().list()).singleElement()
			.satisfies((index) -> assertThat(index.coverage().unindexedRows()).isZero());
		requireSame(random);
		tables().forEach((table) -> table.checkout("before").restore());
		requireSame(random);
		tables().forEach(Table::optimize);
		requireSame(random);
	}

	@Test
	void smallAppendsAreFoundOneByOne(Random random) {
		for (int i = 0; i < 30; i++) {
			add(random, 10_000 + i, 1);
			TextQuery query = TextQuery.match("w1 w2 w" + i);
			assertThat(FullTextTables.found(this.together.search(query)))
				.isEqualTo(FullTextTables.found(this.marked.search(query)));
		}
		requireSame(random);
	}

	@Test
	void everyVersionAnswersWithWhatItKnew(Random random) {
		long before = this.marked.version();
		List<FullTextTables.Found> then = FullTextTables.found(this.marked.search(TextQuery.match("w3 w8")));
		long indexedBefore = this.together.version();
		add(random, 3000, 200);
		tables().forEach((table) -> table.delete("id % 2 = 0"));
		this.together.optimize();
		assertThat(FullTextTables.found(this.marked.search(TextQuery.match("w3 w8")))).isNotEqualTo(then);
		assertThat(FullTextTables.found(this.marked.checkout(before).search(TextQuery.match("w3 w8")))).isEqualTo(then);
		assertThat(FullTextTables.found(this.together.checkout(indexedBefore).search(TextQuery.match("w3 w8"))))
			.isEqualTo(then);
		requireSame(random, this.marked, this.together);
	}

	@Test
	void answersTheSameAfterReopening(Random random) {
		add(random, 3000, 20);
		List<FullTextTables.Found> before = FullTextTables.found(this.together.search(TextQuery.match("w3 w8")));
		this.database.close();
		open();
		assertThat(FullTextTables.found(this.database.openTable("together").search(TextQuery.match("w3 w8"))))
			.isEqualTo(before);
		assertThat(FullTextTables.found(this.database.openTable("marked").search(TextQuery.match("w3 w8"))))
			.isEqualTo(before);
		assertThat(this.database.openTable("together").verify().problems()).isEmpty();
	}

	@Test
	void aDamagedSegmentIsPassedOverAndBuiltAnew(Random random) throws IOException {
		this.database.close();
		try (Stream<Path> files = Files.list(this.folder.resolve("together.fletch/_indices"))) {
			for (Path file : files.toList()) {
				byte[] bytes = Files.readAllBytes(file);
				bytes[bytes.length / 2] ^= 1;
				Files.write(file, bytes);
			}
		}
		open();
		this.together = this.database.openTable("together");
		this.marked = this.database.openTable("marked");
		requireSame(random, this.marked, this.together);
		this.together.optimize();
		assertThat(this.together.indexes().list()).singleElement()
			.satisfies((index) -> assertThat(index.coverage().unindexedRows()).isZero());
		requireSame(random, this.marked, this.together);
	}

	@Test
	void scoresAreThoseOfOneLuceneIndexOverTheWholeTable(Random random) throws IOException {
		add(random, 3000, 100);
		tables().forEach((table) -> table.delete("id % 7 = 2"));
		for (String words : List.of("w1 w60", "w2 w33 w150", "w5")) {
			List<FullTextTables.Found> expected = byLucene(this.marked.scan().rows(), words);
			assertThat(expected).isNotEmpty();
			for (Table table : tables()) {
				assertThat(FullTextTables.found(table.search(TextQuery.match(words, "body")).limit(5000)))
					.isEqualTo(expected);
			}
		}
	}

	/**
	 * Searches a Lucene index of the same tokens.
	 */
	private static List<FullTextTables.Found> byLucene(List<Map<String, @Nullable Object>> rows, String words)
			throws IOException {
		try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
			try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(new WhitespaceAnalyzer()))) {
				for (Map<String, @Nullable Object> row : rows) {
					Document document = new Document();
					document.add(new StoredField("id", String.valueOf(row.get("id"))));
					if (row.get("body") instanceof String body) {
						String tokens = TextAnalysis.ENGLISH.tokenize(body)
							.stream()
							.map(TextAnalysis.Token::text)
							.collect(Collectors.joining(" "));
						document.add(new TextField("body", tokens, org.apache.lucene.document.Field.Store.NO));
					}
					writer.addDocument(document);
				}
				writer.forceMerge(1);
			}
			return search(directory, words);
		}
	}

	private static List<FullTextTables.Found> search(ByteBuffersDirectory directory, String words) throws IOException {
		try (DirectoryReader reader = DirectoryReader.open(directory)) {
			BooleanQuery.Builder query = new BooleanQuery.Builder();
			for (String word : words.split(" ")) {
				query.add(new TermQuery(new Term("body", word)), BooleanClause.Occur.SHOULD);
			}
			List<FullTextTables.Found> found = new ArrayList<>();
			for (ScoreDoc hit : new IndexSearcher(reader).search(query.build(), 5000).scoreDocs) {
				found.add(new FullTextTables.Found(reader.storedFields().document(hit.doc).get("id"), hit.score));
			}
			return found;
		}
	}

	@Test
	void pagesAreSlicesOfTheWhole() {
		List<FullTextTables.Found> whole = FullTextTables
			.found(this.together.search(TextQuery.match("w1 w2")).limit(400));
		List<FullTextTables.Found> pages = new ArrayList<>();
		for (int page = 0; page < 8; page++) {
			pages.addAll(
					FullTextTables.found(this.together.search(TextQuery.match("w1 w2")).offset(page * 50).limit(50)));
		}
		assertThat(whole).hasSize(400);
		assertThat(pages).isEqualTo(whole);
	}

	@Test
	void tellsWhatItCovers(Random random) {
		add(random, 3000, 40);
		IndexInfo index = this.together.indexes().get("title_body_fts_idx");
		assertThat(index.type()).isEqualTo(IndexType.FTS);
		assertThat(index.columns()).containsExactly("title", "body");
		assertThat(index.options()).containsEntry("language", "English").containsEntry("with_position", "true");
		assertThat(index.coverage().indexedRows()).isEqualTo(1500);
		assertThat(index.coverage().unindexedRows()).isEqualTo(40);
	}

	@Test
	void isReplacedRebuiltPrewarmedAndDropped(Random random) {
		this.together.indexes()
			.create(IndexDefinition.fullText("title", "body").text(TextOptions.defaults().removeStopWords(false)));
		this.together.indexes().rebuild("title_body_fts_idx");
		this.together.indexes().prewarm("title_body_fts_idx");
		assertThat(this.together.indexes().list()).singleElement()
			.satisfies((index) -> assertThat(index.options()).containsEntry("remove_stop_words", "false"));
		requireSame(random, this.marked, this.together);
		this.together.indexes().drop("title_body_fts_idx");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.together.search(TextQuery.match("w1")).hits())
			.withMessageContaining("has no full-text column");
	}

	@Test
	void aMarkedColumnKeepsItsIndexedSearchUntilTheIndexIsDropped(Random random) {
		this.marked.indexes().create(IndexDefinition.fullText("title"));
		requireSame(random, this.together, this.marked);
		this.marked.indexes().drop("title_fts_idx");
		requireSame(random, this.together, this.marked);
	}

	@Test
	void followsItsColumns() {
		this.apart.columns().alter(ColumnAlteration.of("title").rename("heading"));
		this.apart.columns().drop("body");
		assertThat(this.apart.indexes().list()).singleElement()
			.satisfies((index) -> assertThat(index.columns()).containsExactly("heading"));
		assertThat(FullTextTables.found(this.apart.search(TextQuery.match("w2 w11", "heading"))))
			.isEqualTo(FullTextTables.found(this.marked.search(TextQuery.match("w2 w11", "title"))));
	}

	@Test
	void valuesThatAreFilledLaterAreFound() {
		TextQuery loud = TextQuery.match("loud", "loud");
		this.together.columns().addComputed(Map.of("loud", "concat('loud ', title)"));
		this.together.indexes().create(IndexDefinition.fullText("loud"));
		assertThat(FullTextTables.found(this.together.search(loud))).isEmpty();
		this.together.columns().refresh("loud");
		assertThat(FullTextTables.found(this.together.search(loud))).hasSize(10);
		this.together.checkout(this.together.version() - 1).restore();
		assertThat(FullTextTables.found(this.together.search(loud))).isEmpty();
		this.together.update().set("title", "quiet").where("id = 5").execute();
		this.together.columns().refresh("loud");
		assertThat(FullTextTables.found(this.together.search(TextQuery.match("quiet", "loud")))).hasSize(1);
	}

	@Test
	void listsOfTextsAreIndexed() {
		Table lists = this.database
			.createTable("lists",
					new org.apache.arrow.vector.types.pojo.Schema(List.of(new Field("tags",
							org.apache.arrow.vector.types.pojo.FieldType.nullable(new ArrowType.List()),
							List.of(Field.nullable("item", new ArrowType.Utf8()))))));
		lists.add(List.of(Map.of("tags", List.of("red apple", "pear")), Map.of("tags", List.of("green apple"))));
		lists.indexes().create(IndexDefinition.fullText("tags"));
		assertThat(lists.search("pears").rows()).hasSize(1);
		assertThat(lists.search(TextQuery.phrase("apple pear")).rows()).hasSize(1);
	}

	@Test
	void theOptionsAreHeard() {
		Table table = this.database.createTable("options", FullTextTables.schema(false));
		table.add(List.of(Map.of("id", 1L, "title", "les routes du café"), Map.of("id", 2L, "title", "hello")));
		table.indexes().create(IndexDefinition.fullText("title").text(TextOptions.defaults().language("French")));
		assertThat(table.search("route").rows()).hasSize(1);
		assertThat(table.search("cafe").rows()).hasSize(1);
		assertThat(table.search("les").rows()).isEmpty();
		table.indexes().create(IndexDefinition.fullText("title").text(TextOptions.defaults().ngrams(2, 3)));
		assertThat(table.search("ell").rows()).hasSize(1);
		table.indexes()
			.create(IndexDefinition.fullText("title")
				.text(TextOptions.defaults().tokenizer("whitespace").stem(false).asciiFolding(false).stopWords("du")));
		assertThat(table.search("cafe").rows()).isEmpty();
		assertThat(table.search("les").rows()).hasSize(1);
		assertThat(table.search("du").rows()).isEmpty();
	}

	@Test
	void tellsIntoWhichWordsATextIsCut() {
		assertThat(this.together.indexes().tokens("title_body_fts_idx", "The running Dogs"))
			.containsExactly(new TextToken("run", 1, 4, 11), new TextToken("dog", 2, 12, 16));
		TextOptions options = TextOptions.defaults().stem(false).stopWords("lance");
		assertThat(Indexes.tokens(options, "the lance data")).extracting(TextToken::text)
			.containsExactly("the", "data");
		assertThat(Indexes.tokens(options.stopWords(), "the lance data")).hasSize(3);
		this.together.indexes().create(IndexDefinition.on("id"));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.together.indexes().tokens("id_idx", "a"))
			.withMessage("The index 'id_idx' is of the kind BTREE, which knows no words; name a full-text index");
	}

	@Test
	void aPhraseWithoutPositionsIsRefused() {
		this.apart.indexes().create(IndexDefinition.fullText("title").text(TextOptions.defaults().positions(false)));
		for (Table table : List.of(this.apart)) {
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> table.search(TextQuery.phrase("w1 w2").in("title")).hits())
				.withMessage("The phrase 'w1 w2' cannot be found in the column 'title', as its index 'title_fts_idx' "
						+ "does not keep where words stand; create the index again with "
						+ "TextOptions.positions(true), or ask for the words by TextQuery.match with "
						+ "WordOperator.AND");
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> table.search(TextQuery.phrase("w1 w2")).hits())
				.withMessageContaining("index 'title_fts_idx'");
			assertThat(table.search(TextQuery.phrase("w1").in("title")).hits()).isNotEmpty();
			assertThat(table.search(TextQuery.queryString("title:\"w1 w2\"")).hits()).isNotEmpty();
		}
	}

	@Test
	void wrongColumnsAreNamed() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.together.search(TextQuery.match("w1", "author")).hits())
			.withMessage(
					"The table has no column 'author' to search by words; its full-text columns are [title, body]");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.apart.search(TextQuery.match("w1").and(TextQuery.match("w2", "id"))).hits())
			.withMessageContainingAll("The column 'id' has no full-text index", "its values are no texts",
					"ask one of [title, body]");
	}

	@Test
	void definitionsThatDoNotFitAreRefused() {
		Indexes indexes = this.together.indexes();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.fullText("id")))
			.withMessageContaining("'id' of the type Int(64, true) cannot have an index of the kind FTS");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.fullText("title", "title")))
			.withMessageContaining("'title' twice");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(IndexDefinition::fullText)
			.withMessageContaining("needs a column");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes
				.create(IndexDefinition.fullText("title").text(TextOptions.defaults().language("Klingon"))))
			.withMessageContainingAll("Klingon", "is not known; take one of", "Turkish");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.on("id").text(TextOptions.defaults().stem(false))))
			.withMessage("An index of the kind BTREE has no option stem");
	}

	@Test
	void aPlainTextIsOnlyWords() {
		for (Table table : tables()) {
			List<FullTextTables.Found> words = FullTextTables.found(table.search("w3 w8"));
			assertThat(FullTextTables.found(table.search("+w3 -w8"))).isEqualTo(words);
			for (String typed : List.of("\"", "title:", "~", "*", "(", "w1 AND", "\\", "\u0000", "a".repeat(100_000))) {
				assertThat(table.search(typed).hits()).hasSizeLessThanOrEqualTo(10);
				assertThat(table.search(TextQuery.queryString(typed)).hits()).hasSizeLessThanOrEqualTo(10);
			}
		}
	}

	@Test
	void valuesThatAnotherProcessFilledBeforeItCleanedUpAreFound() {
		TextQuery loud = TextQuery.match("loud", "loud");
		this.together.columns().addComputed(Map.of("loud", "concat('loud ', title)"));
		assertThat(FullTextTables.found(this.together.search(loud).limit(5000))).isEmpty();
		try (Database other = Database.open(this.folder, DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE))) {
			Table elsewhere = other.openTable("together");
			elsewhere.columns().refresh("loud");
			elsewhere.delete("id = 5");
			elsewhere.optimize();
			elsewhere.cleanup(new CleanupPolicy(Duration.ofSeconds(-1), 1, Duration.ofSeconds(-1)));
			assertThat(FullTextTables.found(this.together.search(loud).limit(5000))).isNotEmpty()
				.isEqualTo(FullTextTables.found(elsewhere.search(loud).limit(5000)));
		}
	}

}

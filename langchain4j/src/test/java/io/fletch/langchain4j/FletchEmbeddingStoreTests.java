package io.fletch.langchain4j;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.Database;
import io.fletch.store.IndexInfo;
import io.fletch.store.RowSource;
import io.fletch.store.Table;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Expression;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FletchEmbeddingStoreTests {

	private static final Metadata EVERY_TYPE = new Metadata().put("string", "x")
		.put("uuid", new UUID(3, 4))
		.put("int", 7)
		.put("long", 7L)
		.put("float", 0.1f)
		.put("double", 0.1)
		.put("least", Float.MIN_VALUE)
		.put("most", Long.MAX_VALUE)
		.put("zero", -0f)
		.put("nan", Double.NaN)
		.put("infinite", Float.NEGATIVE_INFINITY);

	@TempDir
	private Path folder;

	@Test
	void keepsEverythingForTheNextProcess() {
		Embedding embedding = Embedding.from(new float[] { 1, 2, 3 });
		TextSegment segment = TextSegment.from("text", EVERY_TYPE);
		String id;
		try (Database database = Database.open(this.folder)) {
			id = FletchEmbeddingStore.builder(database).build().add(embedding, segment);
		}
		try (Database database = Database.open(this.folder)) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();
			assertThat(search(store, embedding, null, 10, 0))
				.containsExactly(new EmbeddingMatch<>(1.0, id, embedding, segment));
			assertThat(store.size()).isOne();
		}
	}

	@Test
	void everyFloatComesBack() {
		Random random = new Random(11);
		assertThat(IntStream.range(0, 1_000_000)
			.map((i) -> random.nextInt())
			.filter((bits) -> !Float.isNaN(Float.intBitsToFloat(bits)))
			.filter((
					bits) -> Float.floatToIntBits((float) SegmentMetadata.written(Float.intBitsToFloat(bits))) != bits))
			.isEmpty();
	}

	@Test
	void takesKeysAndTextsThatLookLikeSql() {
		try (Database database = Database.open("memory:")) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();
			List<String> odd = List.of("'", "\"", "`", "']; DROP TABLE segments --", "a.b", "a['b']", ":p", "?", "\\",
					"\n\t\u0000k", "\uD83D\uDE00", "id", "vector", "_rowid", "NULL", "x".repeat(100_000));
			for (String key : odd) {
				store.add(Embedding.from(new float[] { 1, 1 }), TextSegment.from(key, new Metadata().put(key, key)));
			}
			for (String key : odd) {
				assertThat(store
					.search(EmbeddingSearchRequest.builder()
						.queryEmbedding(Embedding.from(new float[] { 1, 1 }))
						.query(key)
						.maxResults(100)
						.filter(new IsEqualTo(key, key))
						.build())
					.matches()).singleElement()
					.satisfies((match) -> assertThat(match.embedded())
						.isEqualTo(TextSegment.from(key, new Metadata().put(key, key))));
				store.removeAll(new IsEqualTo(key, key));
			}
			assertThat(store.size()).isZero();
		}
	}

	@Test
	void takesAnIdAgain() {
		try (Database database = Database.open("memory:")) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();
			Embedding first = Embedding.from(new float[] { 1, 0 });
			Embedding second = Embedding.from(new float[] { 0, 1 });
			store.addAll(List.of("a", "b", "a"), List.of(first, first, second),
					Arrays.asList(TextSegment.from("old"), null, TextSegment.from("new")));
			store.add("b", second);
			assertThat(search(store, second, null, 10, 0)).containsExactlyInAnyOrder(
					new EmbeddingMatch<>(1.0, "a", second, TextSegment.from("new")),
					new EmbeddingMatch<>(1.0, "b", second, null));
			store.removeAll(Arrays.asList("a", null, "nobody's"));
			assertThat(store.size()).isOne();
		}
	}

	@Test
	void anEmptyStoreFindsAndRemovesNothing() {
		try (Database database = Database.open("memory:")) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();
			assertThat(store.table()).isEmpty();
			assertThat(search(store, Embedding.from(new float[] { 1 }), "text", 10, 0)).isEmpty();
			store.remove("a");
			store.removeAll();
			store.removeAll(new IsEqualTo("a", "b"));
			store.addAll(List.of());
			assertThat(store.size()).isZero();
			assertThat(database.tableNames()).isEmpty();
		}
	}

	@Test
	void namesBothLengthsWhereAnEmbeddingHasAnother() {
		try (Database database = Database.open("memory:")) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();
			store.add(Embedding.from(new float[] { 1, 2, 3 }));
			Embedding two = Embedding.from(new float[] { 1, 2 });
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> store.add(two))
				.withMessageContaining("2")
				.withMessageContaining("3")
				.withMessageContaining("vector");
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> store.add("id", two))
				.withMessageContaining("2")
				.withMessageContaining("3");
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> search(store, two, null, 1, 0))
				.withMessage("The vector of the search has 2 dimensions, but the column 'vector' has 3");
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> store.add(Embedding.from(new float[] { 1, Float.NaN, 2 })))
				.withMessageContaining("NaN");
			assertThat(store.size()).isOne();
		}
	}

	@Test
	void aTableThatWasDroppedIsMadeAgain() {
		try (Database database = Database.open("memory:")) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();
			store.add(Embedding.from(new float[] { 1, 2, 3 }));
			database.dropTable(FletchEmbeddingStore.DEFAULT_TABLE);
			assertThat(store.table()).isEmpty();
			assertThat(search(store, Embedding.from(new float[] { 1 }), null, 1, 0)).isEmpty();
			store.add(Embedding.from(new float[] { 1, 2 }));
			assertThat(store.size()).isOne();
		}
	}

	@Test
	void aTableOfAnotherKindIsRefusedByItsNameWhenItIsUsed() {
		try (Database database = Database.open("memory:")) {
			database.createTable("notes", RowSource.maps(List.of(Map.of("id", "1", "text", 5))));
			database.createTable("words", RowSource.maps(List.of(Map.of("id", "1"))));
			FletchEmbeddingStore notes = FletchEmbeddingStore.builder(database).table("notes").build();
			Embedding one = Embedding.from(new float[] { 1 });
			for (Runnable use : List.<Runnable>of(() -> notes.add(one), () -> search(notes, one, null, 1, 0),
					notes::removeAll)) {
				assertThatExceptionOfType(InvalidInputException.class).isThrownBy(use::run)
					.withMessageContaining("table 'notes'")
					.withMessageContaining("Name another table");
			}
			FletchEmbeddingStore words = FletchEmbeddingStore.builder(database).table("words").build();
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(words::size)
				.withMessageContaining("The table 'words' has no column '");
		}
	}

	@Test
	void anIndexAnswersWhatIsEqual() {
		try (Database database = Database.open("memory:")) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();
			String longKey = "k".repeat(500);
			List<TextSegment> segments = IntStream.range(0, 100)
				.mapToObj((i) -> TextSegment.from("t" + i,
						new Metadata().put("year", 2000 + i % 10)
							.put("lang", (i % 2 == 0) ? "en" : "de")
							.put(longKey, i)))
				.toList();
			store.addAll(segments.stream().map((segment) -> Embedding.from(new float[] { 1, 2 })).toList(), segments);
			Table table = store.table().orElseThrow();
			table.optimize();
			assertThat(table.indexes().get("labels_idx").coverage().indexedRows()).isEqualTo(100);
			Filter year = new IsEqualTo("year", 2001.0);
			Filter lang = new IsIn("lang", List.of("de", "fr"));
			for (Filter filter : List.of(year, lang, Filter.and(year, lang), Filter.or(year, lang),
					Filter.and(lang, new IsGreaterThan("year", 2000)))) {
				Expression condition = MetadataFilter.condition(filter);
				assertThat(table.scan().where(condition).explain().toString()).contains("labels_idx");
				assertThat(table.scan().where(condition).rows()).extracting((row) -> row.get("text"))
					.containsExactlyElementsOf(segments.stream()
						.filter((segment) -> filter.test(
								segment.metadata().copy().put("year", (double) segment.metadata().getInteger("year"))))
						.map(TextSegment::text)
						.toList());
			}
			assertThat(table.countRows(MetadataFilter.condition(new IsEqualTo(longKey, 7)))).isOne();
			assertThat(table.countRows(MetadataFilter.condition(Filter.not(year)))).isEqualTo(90);
		}
	}

	@Test
	void namesWhatIsMissing() {
		try (Database database = Database.open("memory:")) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> store.add((Embedding) null))
				.withMessage("embedding cannot be null");
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> store.addAll(List.of("a", " "),
						List.of(Embedding.from(new float[1]), Embedding.from(new float[1])), null))
				.withMessage("id cannot be null or blank");
			assertThat(database.tableNames()).isEmpty();
		}
	}

	@Test
	void aNameThatNoTableCanHaveIsRefusedByEveryUse() {
		try (Database database = Database.open("memory:")) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).table("../up").build();
			Embedding one = Embedding.from(new float[] { 1 });
			for (Runnable use : List.<Runnable>of(() -> store.add(one), () -> search(store, one, null, 1, 0),
					store::size, store::table, store::removeAll)) {
				assertThatExceptionOfType(InvalidInputException.class).isThrownBy(use::run)
					.withMessageContaining("'../up' cannot be the name of a table");
			}
			assertThat(database.tableNames()).isEmpty();
		}
	}

	@Test
	void anEmptyTableGetsTheIndexesThatACrashLeftOut() {
		try (Database database = Database.open(this.folder)) {
			Embedding one = Embedding.from(new float[] { 1, 2 });
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();
			store.add(one);
			List<String> made = indexes(store);
			store.removeAll();
			store.table().orElseThrow().indexes().drop("vector_idx");
			store.table().orElseThrow().indexes().drop("labels_idx");
			FletchEmbeddingStore reader = FletchEmbeddingStore.builder(database).build();
			assertThat(search(reader, one, null, 1, 0)).isEmpty();
			assertThat(indexes(reader)).doesNotContain("vector_idx", "labels_idx");
			FletchEmbeddingStore next = FletchEmbeddingStore.builder(database).build();
			next.add(one);
			assertThat(indexes(next)).containsExactlyInAnyOrderElementsOf(made).contains("vector_idx", "labels_idx");
			assertThat(search(next, one, null, 1, 0)).hasSize(1);
		}
	}

	@Test
	void anIndexThatWasDroppedStaysAwayFromATableWithRows() {
		try (Database database = Database.open(this.folder)) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();
			store.add(Embedding.from(new float[] { 1, 2 }));
			store.table().orElseThrow().indexes().drop("vector_idx");
			FletchEmbeddingStore next = FletchEmbeddingStore.builder(database).build();
			next.add(Embedding.from(new float[] { 2, 1 }));
			assertThat(indexes(next)).contains("labels_idx").doesNotContain("vector_idx");
		}
	}

	private static List<String> indexes(FletchEmbeddingStore store) {
		return store.table().orElseThrow().indexes().list().stream().map(IndexInfo::name).toList();
	}

	@Test
	void storesOfDifferentNamesHaveNothingInCommon() {
		try (Database database = Database.open("memory:")) {
			FletchEmbeddingStore two = FletchEmbeddingStore.builder(database).table("two").build();
			FletchEmbeddingStore three = FletchEmbeddingStore.builder(database).table("three").build();
			two.add(Embedding.from(new float[] { 1, 2 }));
			three.add(Embedding.from(new float[] { 1, 2, 3 }));
			assertThat(database.tableNames()).containsExactly("three", "two");
			assertThat(two.size()).isOne();
		}
	}

	@Test
	void findsByEmbeddingWhatTheStoreInMemoryFinds() {
		Random random = new Random(5);
		try (Database database = Database.open("memory:")) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();
			InMemoryEmbeddingStore<TextSegment> memory = new InMemoryEmbeddingStore<>();
			List<String> ids = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
			List<Embedding> embeddings = ids.stream().map((id) -> embedding(random)).toList();
			List<TextSegment> segments = ids.stream().map(TextSegment::from).toList();
			store.addAll(ids, embeddings, segments);
			memory.addAll(ids, embeddings, segments);
			for (double least : new double[] { 0, 0.5, 0.62, 0.99 }) {
				EmbeddingSearchRequest request = EmbeddingSearchRequest.builder()
					.queryEmbedding(embedding(random))
					.maxResults(20)
					.minScore(least)
					.build();
				assertThat(store.search(request).matches()).isEqualTo(memory.search(request).matches());
				assertThat(store.searchAsync(request).join().matches()).isEqualTo(memory.search(request).matches());
			}
		}
	}

	@Test
	void wordsJoinTheSearchWhereThereIsAText() {
		try (Database database = Database.open("memory:")) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();
			FletchEmbeddingStore plain = FletchEmbeddingStore.builder(database).hybrid(false).build();
			Embedding question = Embedding.from(new float[] { 1, 0 });
			for (int i = 0; i < 300; i++) {
				store.add("near" + i, Embedding.from(new float[] { 1, i / 1000f }));
			}
			store.addAll(List.of("far"), List.of(Embedding.from(new float[] { 0, 1 })),
					List.of(TextSegment.from("a heron at the pond")));
			List<EmbeddingMatch<TextSegment>> found = search(store, question, "herons", 3, 0);
			assertThat(found).extracting(EmbeddingMatch::embeddingId).contains("far", "near0");
			assertThat(found).filteredOn((match) -> match.embeddingId().equals("far"))
				.extracting(EmbeddingMatch::score)
				.containsExactly(0.5);
			assertThat(search(plain, question, "herons", 3, 0)).extracting(EmbeddingMatch::embeddingId)
				.containsExactly("near0", "near1", "near2");
			assertThat(search(store, question, " ", 3, 0)).isEqualTo(search(plain, question, null, 3, 0));
			assertThat(search(store, question, "herons", 300, 0.51)).hasSize(300)
				.extracting(EmbeddingMatch::embeddingId)
				.doesNotContain("far");
			assertThat(search(store, question, "herons " + "word ".repeat(5000), 3, 0)).hasSize(3);
		}
	}

	@Test
	void anotherRerankerJoinsTheSides() {
		Reranker worstFirst = new Reranker() {
			@Override
			public String name() {
				return "worst-first";
			}

			@Override
			public List<Candidate> rerank(RankedRows rows) {
				assertThat(rows.query()).isEqualTo("heron");
				return rows.fused().reversed();
			}
		};
		try (Database database = Database.open("memory:")) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).reranker(worstFirst).build();
			for (int i = 0; i < 5; i++) {
				store.add("near" + i, Embedding.from(new float[] { 1, i / 10f }));
			}
			Embedding question = Embedding.from(new float[] { 1, 0 });
			assertThat(search(store, question, "heron", 2, 0)).extracting(EmbeddingMatch::embeddingId)
				.containsExactly("near4", "near3");
			assertThat(search(store, question, "heron", 2, 0.98)).extracting(EmbeddingMatch::embeddingId)
				.containsExactly("near2", "near1");
		}
	}

	@Test
	void threadsAddAndRemoveSideBySide() throws Exception {
		try (Database database = Database.open(this.folder);
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();
			List<Future<?>> tasks = new ArrayList<>();
			for (int thread = 0; thread < 8; thread++) {
				int number = thread;
				tasks.add(threads.submit(() -> {
					for (int i = 0; i < 20; i++) {
						Embedding embedding = Embedding.from(new float[] { number, i + 1 });
						store.add(number + "-" + i, embedding);
						store.add(embedding, TextSegment.from("t", Metadata.metadata("thread", "t" + number)));
						assertThat(search(store, embedding, "t", 5, 0)).isNotEmpty();
						store.remove(number + "-" + i);
					}
				}));
			}
			for (Future<?> task : tasks) {
				task.get();
			}
			assertThat(store.size()).isEqualTo(160);
			store.removeAll(new IsEqualTo("thread", "t3"));
			assertThat(store.size()).isEqualTo(140);
			assertThat(store.table().orElseThrow().verify().problems()).isEmpty();
		}
	}

	@Test
	void theTableTakesIndexesAndQuestionsInSql() {
		Random random = new Random(9);
		try (Database database = Database.open("memory:")) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();
			List<Embedding> embeddings = IntStream.range(0, 300).mapToObj((i) -> embedding(random)).toList();
			store.addAll(embeddings,
					IntStream.range(0, 300)
						.mapToObj((i) -> TextSegment.from("t" + i, new Metadata().put("year", 2000 + i % 10)))
						.toList());
			store.table().orElseThrow().indexes().create(IndexDefinition.on("vector"));
			assertThat(store.table().orElseThrow().countRows("integers['year'] >= :year", Map.of("year", 2008)))
				.isEqualTo(60);
			assertThat(search(store, embeddings.get(7), null, 1, 0)).extracting((match) -> match.embedded().text())
				.containsExactly("t7");
			assertThat(store.table().orElseThrow().indexes().get("vector_idx").options()).containsEntry("distance_type",
					"COSINE");
		}
	}

	private static Embedding embedding(Random random) {
		float[] vector = new float[64];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) random.nextGaussian();
		}
		return Embedding.from(vector);
	}

	private static List<EmbeddingMatch<TextSegment>> search(FletchEmbeddingStore store, Embedding question, String text,
			int count, double least) {
		return store
			.search(EmbeddingSearchRequest.builder()
				.queryEmbedding(question)
				.query(text)
				.maxResults(count)
				.minScore(least)
				.build())
			.matches();
	}

}

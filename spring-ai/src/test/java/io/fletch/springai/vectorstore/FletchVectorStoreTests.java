package io.fletch.springai.vectorstore;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.DocumentMetadata;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.filter.FilterExpressionBuilder;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.store.Database;
import io.fletch.store.DatabaseOptions;
import io.fletch.store.IndexInfo;
import io.fletch.store.RowSource;
import io.fletch.store.Table;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.query.Distance;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.RankFusion;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class FletchVectorStoreTests extends OpenStore {

	private static final SearchRequest LIONS = SearchRequest.builder().query("lions sleep").build();

	@Test
	void findsTheNearestFirst() {
		add("far", "arrows are columnar", Map.of());
		add("near", "lions sleep", Map.of());
		add("between", "lions run", Map.of());
		List<Document> found = this.store.similaritySearch(LIONS);
		assertThat(ids(found)).containsExactly("near", "between", "far");
		assertThat(found.getFirst().getScore()).isCloseTo(1, within(1e-6));
		assertThat(found.get(1).getScore()).isCloseTo(0.5, within(1e-6));
		assertThat((double) found.get(1).getMetadata().get(DocumentMetadata.DISTANCE.value())).isCloseTo(0.5,
				within(1e-6));
		assertThat(found.getFirst().getText()).isEqualTo("lions sleep");
	}

	@Test
	void givesAsManyAsAreAskedFor() {
		this.store.add(IntStream.range(0, 20).mapToObj((i) -> new Document("lions " + i)).toList());
		assertThat(this.store.similaritySearch(LIONS)).hasSize(SearchRequest.DEFAULT_TOP_K);
		assertThat(this.store.similaritySearch(SearchRequest.from(LIONS).topK(15).build())).hasSize(15);
		assertThat(this.store.similaritySearch(SearchRequest.from(LIONS).topK(0).build())).isEmpty();
	}

	@Test
	void aThresholdIsTheLeastSimilarity() {
		add("near", "lions sleep", Map.of());
		add("between", "lions run", Map.of());
		add("far", "arrows are columnar", Map.of());
		assertThat(ids(this.store.similaritySearch(SearchRequest.from(LIONS).similarityThreshold(0.49).build())))
			.containsExactly("near", "between");
		assertThat(ids(this.store.similaritySearch(SearchRequest.from(LIONS).similarityThreshold(0.51).build())))
			.containsExactly("near");
	}

	@Test
	void aDocumentWithAKnownIdReplacesTheOld() {
		add("a", "lions sleep", Map.of("year", 2020));
		add("a", "tigers run", Map.of("month", "May"));
		assertThat(this.store.count()).isEqualTo(1);
		Document read = this.store.findById("a").orElseThrow();
		assertThat(read.getText()).isEqualTo("tigers run");
		assertThat(read.getMetadata()).isEqualTo(Map.of("month", "May"));
		assertThat(this.store.similaritySearch(SearchRequest.from(LIONS).similarityThreshold(0.1).build())).isEmpty();
	}

	@Test
	void ofSeveralWithOneIdTheLastCounts() {
		this.store.add(List.of(new Document("a", "first", Map.of()), new Document("b", "other", Map.of()),
				new Document("a", "last", Map.of())));
		assertThat(this.store.list(null, 0, 10)).extracting(Document::getText)
			.containsExactlyInAnyOrder("last", "other");
	}

	@Test
	void deletesByIdsAndByFilter() {
		for (int i = 0; i < 6; i++) {
			add("d" + i, "lions " + i, Map.of("number", i));
		}
		this.store.delete(List.of("d0", "nobody"));
		this.store.delete(List.of());
		this.store.delete("number >= 4");
		this.store.delete(new FilterExpressionBuilder().eq("number", 1).build());
		assertThat(ids(this.store.list(null, 0, 10))).containsExactly("d2", "d3");
	}

	@Test
	void listsAndCounts() {
		for (int i = 0; i < 6; i++) {
			add("d" + i, "lions " + i, Map.of("even", i % 2 == 0));
		}
		FilterExpressionBuilder filter = new FilterExpressionBuilder();
		assertThat(ids(this.store.list(filter.eq("even", true).build(), 1, 2))).containsExactly("d2", "d4");
		assertThat(this.store.count(filter.eq("even", false).build())).isEqualTo(3);
		assertThat(ids(this.store.findAllById(List.of("d1", "d5", "x")))).containsExactlyInAnyOrder("d1", "d5");
		assertThat(this.store.findById("x")).isEmpty();
	}

	@Test
	void keepsEverythingWhenReopened() {
		add("a", "lions sleep", Map.of("year", 2020, "tags", List.of("x", "y")));
		reopen();
		assertThat(this.store.similaritySearch(LIONS).getFirst().getMetadata()).containsEntry("year", 2020)
			.containsEntry("tags", List.of("x", "y"));
		assertThat(found("year == 2020 && tags == 'y'")).containsExactly("a");
	}

	@Test
	void hybridFindsByWordsWhatMeaningMisses() {
		FletchVectorStore blind = FletchVectorStore.builder(this.database, new FletchEmbeddingModel(new OneMeaning()))
			.queryKind(QueryKind.HYBRID)
			.tableName("blind")
			.build();
		for (int i = 0; i < 30; i++) {
			blind.add(List.of(new Document("d" + i, "animal " + i, Map.of("even", i % 2 == 0))));
		}
		blind.add(List.of(new Document("zebra", "zebra in the dust", Map.of("even", true))));
		SearchRequest zebra = SearchRequest.builder().query("zebra").topK(3).build();
		assertThat(blind.similaritySearch(zebra).getFirst().getId()).isEqualTo("zebra");
		assertThat(ids(blind.search(zebra, QueryKind.TEXT))).containsExactly("zebra");
		assertThat(ids(blind.search(zebra, QueryKind.VECTOR))).doesNotContain("zebra");
		assertThat(ids(blind.similaritySearch(SearchRequest.from(zebra).filterExpression("even == false").build())))
			.hasSize(3)
			.doesNotContain("zebra");
	}

	@Test
	void inHybridSearchesTheThresholdIsStillTheLeastSimilarity() {
		add("near", "lions sleep", Map.of());
		add("between", "lions run", Map.of());
		add("far", "arrows are columnar", Map.of());
		SearchRequest request = SearchRequest.from(LIONS).similarityThreshold(0.6).build();
		List<Document> found = this.store.search(request, QueryKind.HYBRID);
		assertThat(ids(found)).containsExactly("near");
		assertThat(found.getFirst().getScore()).isCloseTo(2.0 / (RankFusion.DEFAULT_K + 1), within(1e-9));
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.search(request, QueryKind.TEXT))
			.withMessageContaining("similarityThreshold is 0.6")
			.withMessageContaining("VECTOR or HYBRID");
	}

	@Test
	void aRerankerOrdersWhatIsFound() {
		FletchVectorStore reversed = FletchVectorStore.builder(this.database, MODEL).reranker(new ByLength()).build();
		add("near", "lions sleep", Map.of());
		add("long", "lions run through the whole of the night", Map.of());
		List<Document> found = reversed.similaritySearch(LIONS);
		assertThat(ids(found)).containsExactly("long", "near");
		assertThat(found.getFirst().getScore()).isEqualTo("lions run through the whole of the night".length());
	}

	@Test
	void theTableCanMakeItsVectors() {
		FletchVectorStore own = FletchVectorStore.builder(this.database).tableName("own").build();
		own.add(List.of(new Document("a", "lions sleep", Map.of("year", 1)), new Document("arrows are columnar")));
		own.add(List.of(new Document("a", "lions sleep", Map.of("year", 2))));
		List<Document> found = own.similaritySearch(LIONS);
		assertThat(found).hasSize(2);
		assertThat(found.getFirst().getScore()).isCloseTo(1, within(1e-6));
		assertThat(found.getFirst().getMetadata()).containsEntry("year", 2);
		assertThat(own.search(LIONS, QueryKind.HYBRID)).hasSize(2);
		FletchVectorStore again = FletchVectorStore.builder(this.database.openTable("own")).build();
		assertThat(again.similaritySearch(LIONS).getFirst().getId()).isEqualTo("a");
	}

	@Test
	void aTableWithoutFunctionNeedsAModel() {
		add("a", "lions", Map.of());
		Table table = this.database.openTable(FletchVectorStore.DEFAULT_TABLE_NAME);
		FletchVectorStore store = FletchVectorStore.builder(table).build();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> store.similaritySearch(LIONS))
			.withMessageContaining("'vector_store' has no embedding function")
			.withMessageContaining("EmbeddingModel");
		assertThat(FletchVectorStore.builder(table, MODEL).build().similaritySearch(LIONS)).hasSize(1);
	}

	@Test
	void otherDimensionsAreAnErrorThatNamesBoth() {
		add("a", "lions", Map.of());
		FletchVectorStore small = FletchVectorStore
			.builder(this.database, new FletchEmbeddingModel(new HashedWordsFunction("small", 8)))
			.build();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> small.similaritySearch(LIONS))
			.withMessageContaining("'vector_store' holds vectors of 256")
			.withMessageContaining("[small] makes vectors of 8");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> small.add(List.of(new Document("b"))))
			.withMessageContaining("makes vectors of 8");
	}

	@Test
	void anotherTableIsRefusedByItsName() {
		this.database.createTable("notes", RowSource.maps(List.of(Map.of("id", "1", "content", 5))));
		FletchVectorStore store = FletchVectorStore.builder(this.database, MODEL).tableName("notes").build();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> store.similaritySearch(LIONS))
			.withMessageContaining("The column 'content' of the table 'notes' must hold texts");
	}

	@Test
	void withoutSchemaInitialisationTheTableMustBeThere() {
		FletchVectorStore store = FletchVectorStore.builder(this.database, MODEL)
			.tableName("absent")
			.initializeSchema(false)
			.build();
		assertThatExceptionOfType(TableNotFoundException.class).isThrownBy(() -> store.similaritySearch(LIONS))
			.withMessageContaining("'absent'")
			.withMessageContaining("initializeSchema(true)");
		assertThat(this.database.hasTable("absent")).isFalse();
	}

	@Test
	void otherDistancesBecomeSimilarities() {
		FletchVectorStore euclidean = FletchVectorStore.builder(this.database, MODEL)
			.tableName("euclidean")
			.distance(Distance.L2)
			.build();
		euclidean.add(List.of(new Document("near", "lions sleep", Map.of()), new Document("far", "arrows", Map.of())));
		List<Document> found = euclidean.similaritySearch(LIONS);
		assertThat(found.getFirst().getScore()).isCloseTo(1, within(1e-6));
		assertThat(found.getLast().getScore()).isCloseTo(1.0 / 3, within(1e-6));
		assertThat(euclidean.similaritySearch(SearchRequest.from(LIONS).similarityThreshold(0.5).build())).hasSize(1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> FletchVectorStore.builder(this.database, MODEL).distance(Distance.HAMMING))
			.withMessageContaining("use COSINE");
	}

	@Test
	void withoutQuestionFiltersListWhateverMakesTheVectors() {
		FletchVectorStore constant = FletchVectorStore
			.builder(this.database, new FletchEmbeddingModel(new OneMeaning()))
			.tableName("constant")
			.build();
		FletchVectorStore own = FletchVectorStore.builder(this.database).tableName("own").build();
		SearchRequest all = SearchRequest.builder().filterExpression("year >= 1").topK(2).build();
		for (FletchVectorStore each : List.of(constant, own)) {
			each.add(List.of(new Document("a", "lions", Map.of("year", 1)), new Document("b", "lions", Map.of()),
					new Document("c", "arrows", Map.of("year", 2)), new Document("d", "herons", Map.of("year", 3))));
			assertThat(ids(each.similaritySearch(all))).containsExactly("a", "c");
			for (QueryKind kind : QueryKind.values()) {
				assertThat(ids(each.search(all, kind))).containsExactly("a", "c");
			}
			assertThat(ids(each.similaritySearch(SearchRequest.from(all).query(" ").topK(9).build())))
				.containsExactly("a", "c", "d");
			assertThat(each.similaritySearch(SearchRequest.from(all).similarityThreshold(0.1).build())).isEmpty();
		}
	}

	@Test
	void aTableThatWasDroppedIsMadeAgain() {
		add("a", "lions", Map.of());
		this.database.dropTable(FletchVectorStore.DEFAULT_TABLE_NAME);
		assertThat(this.store.similaritySearch(LIONS)).isEmpty();
		add("b", "lions sleep", Map.of());
		assertThat(ids(this.store.similaritySearch(LIONS))).containsExactly("b");
		this.database.renameTable(FletchVectorStore.DEFAULT_TABLE_NAME, "old");
		add("c", "lions sleep", Map.of());
		assertThat(this.store.count()).isEqualTo(1);
	}

	@Test
	void deletesByWhateverFilterItSearchesBy() {
		for (int i = 0; i < 6; i++) {
			add("d" + i, "lions " + i, Map.of("number", i));
		}
		FilterExpressionBuilder filter = new FilterExpressionBuilder();
		FilterExpressionBuilder.Op deep = filter.eq("number", 0);
		for (int i = 0; i < 150; i++) {
			deep = filter.or(filter.gt("number", 1000 + i), deep);
		}
		List<Object> many = IntStream.range(2, 5000)
			.<Object>mapToObj((i) -> (i == 2) ? i : "a rather long text " + i)
			.toList();
		for (Filter.Expression each : List.of(deep.build(), filter.in("number", many).build())) {
			long before = this.store.count();
			SearchRequest request = SearchRequest.from(LIONS).filterExpression(each).build();
			assertThat(this.store.similaritySearch(request)).hasSize(1);
			assertThat(this.store.count(each)).isEqualTo(1);
			this.store.delete(each);
			assertThat(this.store.count()).isEqualTo(before - 1);
		}
		assertThat(ids(this.store.list(null, 0, 10))).containsExactly("d1", "d3", "d4", "d5");
	}

	@Test
	void inHybridSearchesWordsFindWhatIsSimilarThoughManyAreMoreSo() {
		FletchVectorStore alike = FletchVectorStore.builder(this.database, new FletchEmbeddingModel(new OneMeaning()))
			.queryKind(QueryKind.HYBRID)
			.tableName("alike")
			.build();
		alike.add(IntStream.range(0, 1000).mapToObj((i) -> new Document("d" + i, "animal " + i, Map.of())).toList());
		alike.add(List.of(new Document("zebra", "zebra in the dust", Map.of())));
		SearchRequest zebra = SearchRequest.builder().query("zebra").topK(3).similarityThreshold(0.7).build();
		assertThat(ids(alike.similaritySearch(zebra))).hasSize(3).contains("zebra");
		assertThat(ids(alike.similaritySearch(SearchRequest.from(zebra).similarityThreshold(0.72).build()))).hasSize(3)
			.doesNotContain("zebra");
	}

	@ParameterizedTest
	@EnumSource(names = { "COSINE", "DOT", "L2" })
	void inHybridSearchesSimilarityIsThatOfTheVectors(Distance distance) {
		FletchVectorStore store = FletchVectorStore.builder(this.database).tableName("own").distance(distance).build();
		store.add(List.of(new Document("near", "lions sleep", Map.of()), new Document("between", "lions run", Map.of()),
				new Document("far", "arrows are columnar", Map.of())));
		for (Document one : store.similaritySearch(LIONS)) {
			double similarity = Objects.requireNonNull(one.getScore());
			if (similarity > 0.01) {
				assertThat(ids(store.search(atLeast(similarity - 1e-4), QueryKind.HYBRID))).contains(one.getId());
				assertThat(ids(store.search(atLeast(similarity - 1e-4), QueryKind.AUTO))).contains(one.getId());
			}
			if (similarity < 0.99) {
				assertThat(ids(store.search(atLeast(similarity + 1e-4), QueryKind.HYBRID))).doesNotContain(one.getId());
			}
		}
	}

	private static SearchRequest atLeast(double similarity) {
		return SearchRequest.from(LIONS).similarityThreshold(Math.clamp(similarity, 0, 1)).build();
	}

	@Test
	void theRerankerOfTheDatabaseJoinsWithAThresholdToo() {
		try (Database other = Database.open("memory:", DatabaseOptions.defaults().withReranker(new ByLength()))) {
			FletchVectorStore.builder(other, MODEL)
				.build()
				.add(List.of(new Document("near", "lions sleep", Map.of()),
						new Document("long", "lions sleep and run", Map.of())));
			Table table = other.openTable(FletchVectorStore.DEFAULT_TABLE_NAME);
			FletchVectorStore store = FletchVectorStore.builder(table, MODEL).build();
			assertThat(ids(store.search(atLeast(0.1), QueryKind.HYBRID))).containsExactly("long", "near");
			assertThat(ids(store.search(atLeast(0.1), QueryKind.VECTOR))).containsExactly("near", "long");
		}
	}

	@Test
	void anIndexAnswersFilters() {
		add("a", "lions", Map.of("year", 2020));
		Table table = this.store.<Table>getNativeClient().orElseThrow();
		table.optimize();
		assertThat(table.indexes().get("labels_idx").coverage().indexedRows()).isEqualTo(1);
		assertThat(table.scan().where("array_has(labels, '\"year\":2020')").explain().toString())
			.contains("labels_idx");
		assertThat(found("year == 2020")).containsExactly("a");
	}

	@Test
	void anEmptyTableGetsTheIndexesThatACrashLeftOut() {
		add("a", "lions", Map.of("year", 2020));
		List<String> made = indexes();
		this.store.delete(List.of("a"));
		Table table = this.store.<Table>getNativeClient().orElseThrow();
		table.indexes().drop("labels_idx");
		table.indexes().drop("embedding_idx");
		reopen();
		FletchVectorStore.builder(this.database, MODEL).initializeSchema(false).build().count();
		Table left = this.database.openTable(FletchVectorStore.DEFAULT_TABLE_NAME);
		assertThat(left.indexes().list()).hasSize(made.size() - 2);
		add("b", "lions", Map.of("year", 2021));
		assertThat(indexes()).containsExactlyInAnyOrderElementsOf(made).contains("labels_idx", "embedding_idx");
		assertThat(found("year == 2021")).containsExactly("b");
	}

	@Test
	void anIndexThatWasDroppedStaysAwayFromATableWithRows() {
		add("a", "lions", Map.of());
		this.store.<Table>getNativeClient().orElseThrow().indexes().drop("embedding_idx");
		reopen();
		add("b", "lions", Map.of());
		assertThat(indexes()).contains("labels_idx").doesNotContain("embedding_idx");
	}

	private List<String> indexes() {
		return this.store.<Table>getNativeClient()
			.orElseThrow()
			.indexes()
			.list()
			.stream()
			.map(IndexInfo::name)
			.toList();
	}

	@Test
	void givesTheTable() {
		add("a", "lions", Map.of());
		Table table = this.store.<Table>getNativeClient().orElseThrow();
		assertThat(table.countRows("content = 'lions'")).isEqualTo(1);
		assertThat(this.store.getName()).isEqualTo("FletchVectorStore");
	}

}

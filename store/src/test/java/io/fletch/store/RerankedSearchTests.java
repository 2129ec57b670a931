package io.fletch.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.RankFusion;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.ReturnedScores;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What rerankers are given by each kind of search, and what results tell of it.
 */
class RerankedSearchTests {

	private final Turned turned = new Turned("turned", Integer.MAX_VALUE);

	private Database database;

	private TypedTable<Note> notes;

	@BeforeEach
	void fill() {
		this.database = Database.open("memory:", DatabaseOptions.defaults().withReranker(this.turned));
		this.notes = this.database.createTable(Note.class);
		this.notes
			.add(List.of(new Note(0, "red", new float[] { 1, 0 }), new Note(1, "red red", new float[] { 1, 0.5f }),
					new Note(2, "blue", new float[] { 0, 1 }), new Note(3, "green", null)));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static List<Long> ids(Search<Note> search) {
		return search.hits().stream().map((hit) -> hit.row().id()).toList();
	}

	private Search<Note> hybrid() {
		return this.notes.search(TextQuery.match("red")).vector(new float[] { 0, 3 });
	}

	@Test
	void hybridSearchesThatNameNoneHaveTheRerankerOfTheDatabase() {
		assertThat(ids(hybrid())).isEqualTo(ids(hybrid().rerank(this.turned))).isNotEqualTo(ids(hybrid().rerank(RRF)));
		assertThat(hybrid().explain().toString()).contains("turned");
	}

	@Test
	void eachSearchCanNameAnother() {
		int before = this.turned.asked.size();
		assertThat(hybrid().rerank(RRF).hits()).isNotEmpty();
		assertThat(this.turned.asked).hasSize(before);
	}

	@Test
	void searchesOfOneKindAreNotReranked() {
		assertThat(ids(this.notes.search(new float[] { 0, 3 }))).startsWith(2L);
		assertThat(ids(this.notes.search(TextQuery.match("blue")))).containsExactly(2L);
		assertThat(this.turned.asked).isEmpty();
	}

	@Test
	void branchesAndReopenedTablesHaveIt(@TempDir Path folder) {
		DatabaseOptions options = DatabaseOptions.defaults().withReranker(this.turned);
		assertThat(options.withReadConsistencyInterval(DatabaseOptions.never()).reranker()).isSameAs(this.turned);
		try (Database other = Database.open(folder, options)) {
			other.createTable(Note.class).add(List.of(new Note(0, "red", new float[] { 1, 0 })));
		}
		try (Database again = Database.open(folder, options)) {
			again.openTable(Note.class).search(TextQuery.match("red")).vector(new float[] { 1, 0 }).hits();
			assertThat(this.turned.asked).isNotEmpty();
		}
	}

	@Test
	void rerankersSeeTheRankingsOfEachKindOfSearch() {
		Search<Note> byVector = this.notes.search(new float[] { 0, 3 });
		byVector.rerank(this.turned, "red").hits();
		assertThat(this.turned.last().rankings()).extracting(Ranking::source).containsExactly(Ranking.Source.VECTOR);
		this.notes.search(TextQuery.match("red")).rerank(this.turned).hits();
		assertThat(this.turned.last().rankings()).extracting(Ranking::source).containsExactly(Ranking.Source.TEXT);
		hybrid().rerank(this.turned).hits();
		assertThat(this.turned.last().rankings()).extracting(Ranking::source)
			.containsExactly(Ranking.Source.VECTOR, Ranking.Source.TEXT);
	}

	@Test
	void aQuestionInWordsCanStandBesideATextQuery() {
		this.notes.search(TextQuery.match("red").or(TextQuery.match("blue")))
			.rerank(this.turned, "which colours are warm?")
			.hits();
		assertThat(this.turned.last().query()).isEqualTo("which colours are warm?");
		this.notes.search(TextQuery.match("red")).rerank(this.turned).hits();
		assertThat(this.turned.last().query()).isEqualTo("red");
		this.notes.search(new float[] { 0, 3 }).rerank(this.turned).hits();
		assertThat(this.turned.last().query()).isEmpty();
	}

	@Test
	void aRerankerThatFailsWhenTheTimeIsOverEndsTheSearchAsTimedOut() {
		Search<Note> search = hybrid().rerank(new Waiting()).timeout(Duration.ofMillis(50));
		assertThatExceptionOfType(CancelledException.class).isThrownBy(search::hits)
			.withMessageStartingWith("The search timed out after 50 ms")
			.withCauseInstanceOf(IllegalStateException.class);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void eachOfSeveralVectorsIsRerankedByItself() {
		List<List<Hit<Note>>> hits = this.notes.search(List.of(new float[] { 1, 0 }, new float[] { 0, 3 }))
			.rerank(this.turned, "red")
			.hitsByQuery();
		assertThat(hits).hasSize(2)
			.allSatisfy(
					(each) -> assertThat(each).extracting(Hit::score).isSortedAccordingTo((a, b) -> b.compareTo(a)));
		assertThat(this.turned.asked).hasSize(2)
			.allSatisfy((rows) -> assertThat(rows.rankings()).extracting(Ranking::source)
				.containsExactly(Ranking.Source.VECTOR));
	}

	@Test
	void resultsOfSeveralSearchesBecomeOneRanking() {
		Ranking first = Ranking.of(Ranking.Source.VECTOR, this.notes.search(new float[] { 0, 3 }).hits());
		Ranking second = Ranking.of(Ranking.Source.VECTOR, this.notes.search(new float[] { 0.1f, 3 }).hits());
		List<Candidate> fused = RRF.rerank(new RankedRows("", List.of(first, second)));
		assertThat(fused).extracting(Candidate::rowId).doesNotHaveDuplicates().hasSize(3);
		assertThat(fused.getFirst().score()).isEqualTo(2.0 / 61);
	}

	@Test
	void rerankersReadTheVectorsThatTheSearchCompares() {
		hybrid().rerank(this.turned).hits();
		assertThat(this.turned.last().vectorsOf(null, this.turned.last().fused())).hasSize(3)
			.allSatisfy((vector) -> assertThat(vector).isInstanceOf(float[].class));
		this.notes.search(TextQuery.match("green")).rerank(this.turned).hits();
		assertThat(this.turned.last().vectorsOf(null, this.turned.last().fused())).containsOnlyNulls();
	}

	@Test
	void rerankersSeeWhatVectorsAreComparedWith() {
		hybrid().rerank(this.turned).hits();
		assertThat(this.turned.last().questionVectors()).containsExactly(new float[] { 0, 3 });
		this.notes.search(List.of(new float[] { 1, 0 }, new float[] { 0, 2 })).rerank(this.turned, "red").hitsByQuery();
		assertThat(this.turned.last().questionVectors()).containsExactly(new float[] { 0, 2 });
		this.notes.search(TextQuery.match("red")).rerank(this.turned).hits();
		assertThat(this.turned.last().questionVectors()).isEmpty();
	}

	@Test
	void aTableTellsTheRerankerOfItsDatabase() {
		assertThat(this.notes.reranker()).containsSame(this.turned);
		try (Database plain = Database.open("memory:")) {
			assertThat(plain.createTable(Note.class).reranker()).isEmpty();
		}
	}

	@Test
	void rerankersThatWantVectorsOfATableWithoutAreTold() {
		Table table = this.database.createTable("words", FullTextTables.schema(true));
		table.add(List.of(Map.of("id", 1L, "title", "word", "body", "")));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> table.search(TextQuery.match("word")).rerank(new Turned("wanting", 5) {

				@Override
				public List<Candidate> rerank(RankedRows rows) {
					rows.vectorsOf(null, rows.fused());
					return List.of();
				}

			}).hits())
			.withMessageContaining("A reranker wants the vectors of the rows of the table 'words'")
			.withMessageEndingWith("tell the reranker the column");
	}

	private List<@Nullable Object> texts(Search<?> search) {
		search.rerank(this.turned, "word").hits();
		return this.turned.last().valuesOf(null, this.turned.last().fused());
	}

	@Test
	void rerankersReadTheTextOfEveryColumnThatTheSearchAsks() {
		TypedTable<Page> pages = this.database.createTable(Page.class);
		pages.add(List.of(new Page("", "a word", List.of("tag", "word"), new float[] { 1, 0 }),
				new Page("word", "", List.of(), new float[] { 0, 1 }),
				new Page("one word", "more words", List.of(), new float[] { 1, 1 }),
				new Page(" ", "", List.of(), new float[] { 9, 9 })));
		assertThat(texts(pages.search(TextQuery.match("word")))).containsExactlyInAnyOrder("a word", "word",
				"one word\nmore words");
		assertThat(texts(pages.search(new float[] { 1, 0 }))).containsExactlyInAnyOrder("a word",
				"one word\nmore words", "word", " ");
		assertThat(texts(pages.search(TextQuery.match("word").in("body")))).containsExactlyInAnyOrder("a word",
				"more words");
		assertThat(texts(pages.search(TextQuery.match("tag").in("tags")))).containsExactly("tag word");
		assertThat(texts(pages.search(TextQuery.queryString("title:one -body:nothing")))).containsExactly("one word");
		assertThat(texts(pages.search(TextQuery.match("word").in("body")).vector(new float[] { 0, 1 })))
			.contains("a word", "more words", "word");
	}

	@Test
	void rerankersReadTheSourceOfVectorsWhereNoColumnOfTheSearchHasText() {
		this.database.functions().register(new WordHashFunction("words", 64));
		TypedTable<Sourced> table = this.database.createTable(Sourced.class);
		table.add(List.of(new Sourced("", "about lions"), new Sourced("apes", "about apes")));
		assertThat(texts(table.search("apes").kind(QueryKind.HYBRID))).containsExactlyInAnyOrder("apes", "about lions");
	}

	@Test
	void aRerankerThatGivesFewRowsIsNotAskedForMore() {
		Turned one = new Turned("one", 1);
		assertThat(hybrid().rerank(one).limit(10).hits()).hasSize(1);
		assertThat(hybrid().rerank(one).offset(1).limit(10).hits()).isEmpty();
		assertThat(one.asked).hasSize(2);
	}

	private List<String> scores(Search<Note> search) {
		List<String> names = new ArrayList<>(search.outputSchema().getFields().stream().map(Field::getName).toList());
		names.retainAll(List.of("_distance", "_score", "_relevance_score"));
		return names;
	}

	@Test
	void arrowResultsHaveTheScoresThatAreAskedFor() {
		List<Search<Note>> searches = List.of(hybrid(), this.notes.search(new float[] { 1, 0 }),
				this.notes.search(TextQuery.match("red")).rerank(this.turned));
		assertThat(searches).allSatisfy((search) -> {
			assertThat(scores(search.returnScores(ReturnedScores.RELEVANCE))).containsExactly("_relevance_score");
			assertThat(scores(search.returnScores(ReturnedScores.ALL))).containsExactly("_distance", "_score",
					"_relevance_score");
		});
		assertThat(scores(hybrid())).containsExactly("_distance", "_score", "_relevance_score");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.notes.scan().returnScores(ReturnedScores.ALL))
			.withMessageContaining("returnScores(...)");
	}

	@Test
	void mapsHaveTheScoresThatAreAskedFor() {
		Table table = this.database.openTable("notes");
		List<Search<Map<String, @Nullable Object>>> searches = List.of(
				table.search(TextQuery.match("green")).vector(new float[] { 1, 0 }), table.search(new float[] { 1, 0 }),
				table.search(TextQuery.match("red")).rerank(this.turned));
		assertThat(searches).allSatisfy((search) -> {
			assertThat(search.hits())
				.allSatisfy((hit) -> assertThat(hit.row()).containsOnlyKeys("id", "text", "vector"));
			assertThat(search.returnScores(ReturnedScores.RELEVANCE).hits())
				.allSatisfy((hit) -> assertThat(hit.row()).containsEntry("_relevance_score", hit.score())
					.doesNotContainKeys("_distance", "_score"));
			assertThat(search.select("id").returnScores(ReturnedScores.ALL).hits()).allSatisfy(
					(hit) -> assertThat(hit.row()).containsOnlyKeys("id", "_distance", "_score", "_relevance_score")
						.containsEntry("_distance", hit.distance())
						.containsEntry("_score", hit.textScore())
						.containsEntry("_relevance_score", hit.score()));
		});
	}

	@Test
	void mapsHaveWhatIsSelectedBesideTheScoresThatAreAskedFor() {
		Search<Map<String, @Nullable Object>> search = this.database.openTable("notes")
			.search(List.of(new float[] { 1, 0 }, new float[] { 0, 1 }))
			.select("_distance")
			.withRowId()
			.limit(1)
			.returnScores(ReturnedScores.RELEVANCE);
		assertThat(search.hits()).hasSize(2)
			.allSatisfy((hit) -> assertThat(hit.row()).containsOnlyKeys("_distance", "query_index", "_relevance_score",
					"_rowid"));
		assertThat(search.outputSchema().getFields()).extracting(Field::getName)
			.containsExactlyInAnyOrder("_distance", "query_index", "_relevance_score", "_rowid");
	}

	@Test
	void scoresOfASideThatDidNotFindTheRowAreNull() {
		Search<Map<String, @Nullable Object>> search = this.database.openTable("notes")
			.search(TextQuery.match("green"))
			.vector(new float[] { 1, 0 })
			.rerank(RRF)
			.returnScores(ReturnedScores.ALL);
		Map<Long, List<Boolean>> nulls = new LinkedHashMap<>();
		try (BufferAllocator allocator = new RootAllocator(); VectorSchemaRoot root = search.toArrow(allocator)) {
			for (int i = 0; i < root.getRowCount(); i++) {
				nulls.put((Long) root.getVector("id").getObject(i), Arrays.asList(root.getVector("_distance").isNull(i),
						root.getVector("_score").isNull(i), root.getVector("_relevance_score").isNull(i)));
			}
		}
		assertThat(nulls).containsEntry(3L, List.of(true, false, false)).containsEntry(0L, List.of(false, true, false));
	}

	private static final Reranker RRF = new Reranker() {

		@Override
		public String name() {
			return "rrf";
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			return RankFusion.reciprocal(rows.rankings(), RankFusion.DEFAULT_K);
		}

	};

	/**
	 * Waits until it is interrupted, and says so in its own way.
	 */
	private static final class Waiting implements Reranker {

		@Override
		public String name() {
			return "waiting";
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			try {
				new CountDownLatch(1).await();
				return List.of();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("stopped", ex);
			}
		}

	}

	/**
	 * Turns what was found upside down.
	 */
	private static class Turned implements Reranker {

		private final List<RankedRows> asked = new ArrayList<>();

		private final String name;

		private final int most;

		Turned(String name, int most) {
			this.name = name;
			this.most = most;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public int mostRows() {
			return this.most;
		}

		RankedRows last() {
			return this.asked.getLast();
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			this.asked.add(rows);
			List<Candidate> turned = new ArrayList<>();
			for (Candidate row : rows.fused().reversed()) {
				turned.add(new Candidate(row.rowId(), -turned.size()));
			}
			return turned.subList(0, Math.min(this.most, turned.size()));
		}

	}

	@io.fletch.store.mapping.Table("notes")
	record Note(long id, @FullText @Nullable String text, @VectorField(dimensions = 2) float @Nullable [] vector) {

	}

	@io.fletch.store.mapping.Table("pages")
	record Page(@FullText String title, @FullText String body, List<String> tags,
			@VectorField(dimensions = 2) float[] vector) {

	}

	@io.fletch.store.mapping.Table("sourced")
	record Sourced(@FullText String title, @SourceField String text,
			@VectorField(function = "words") float @Nullable [] vector) {

		Sourced(String title, String text) {
			this(title, text, null);
		}

	}

}

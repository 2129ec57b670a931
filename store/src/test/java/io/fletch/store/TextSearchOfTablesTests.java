package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.TextHighlight;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Searches by words, and by words and vectors, of tables with records.
 */
@ExtendWith(SeededRandom.class)
class TextSearchOfTablesTests {

	private final EmbeddingFunctionRegistry functions = new EmbeddingFunctionRegistry()
		.register(new WordHashFunction("words", 64));

	private Database database;

	private TypedTable<Article> articles;

	@BeforeEach
	void open() {
		this.database = Database.open("memory:", DatabaseOptions.defaults().withFunctions(this.functions));
		this.articles = this.database.createTable(Article.class);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private void addFruits() {
		this.articles.add(List.of(Article.of("1", "a red apple"), Article.of("2", "a green apple and a red pear"),
				Article.of("3", "a green pear"), Article.of("4", null)));
	}

	private void addMany(Random random, int count) {
		List<Article> rows = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			rows.add(Article.of(String.valueOf(i), FullTextTables.words(random, 3 + random.nextInt(5))));
		}
		this.articles.add(rows);
	}

	private static List<String> ids(Search<Article> search) {
		return search.hits().stream().map((hit) -> hit.row().id()).toList();
	}

	@Test
	void recordsMapsAndFuturesGiveTheSame() {
		addFruits();
		TextQuery query = TextQuery.match("green").and(TextQuery.match("pear"));
		assertThat(ids(this.articles.search(query))).containsExactly("3", "2");
		assertThat(this.articles.untyped().search(query).rows()).extracting((row) -> row.get("id"))
			.containsExactly("3", "2");
		AsyncDatabase async = this.database.async();
		assertThat(async.openTable(Article.class).join().search(query).rows().join()).extracting(Article::id)
			.containsExactly("3", "2");
		assertThat(async.openTable("articles").join().search(query).highlight("text", 20, 1).hits().join())
			.allSatisfy((hit) -> assertThat(hit.highlights().get("text")).hasSize(1));
	}

	@Test
	void aTextQueryComparesNoVectors() {
		addFruits();
		assertThat(this.articles.search(TextQuery.match("apple")).hits()).hasSize(2)
			.allSatisfy((hit) -> assertThat(hit.distance()).isNull());
	}

	@Test
	void theWordsOfAQueryAreAskedByVectorToo() {
		addFruits();
		Hit<Article> best = this.articles.search(TextQuery.phrase("green pear")).kind(QueryKind.HYBRID).hits().get(0);
		assertThat(best.row().id()).isEqualTo("3");
		assertThat(best.distance()).isEqualTo(this.articles.search("green pear")
			.kind(QueryKind.VECTOR)
			.hits()
			.stream()
			.filter((hit) -> hit.row().id().equals("3"))
			.findFirst()
			.orElseThrow()
			.distance());
	}

	@Test
	void bothSidesAreTold() {
		addFruits();
		List<Hit<Article>> hits = this.articles.search("red pear").text(TextQuery.match("apple")).hits();
		List<String> byVector = ids(this.articles.search("red pear").kind(QueryKind.VECTOR));
		List<String> byWords = ids(this.articles.search(TextQuery.match("apple")));
		for (Hit<Article> hit : hits) {
			String id = hit.row().id();
			assertThat(hit.vectorRank()).isEqualTo(rank(byVector, id));
			assertThat(hit.textRank()).isEqualTo(rank(byWords, id));
			assertThat(hit.score()).isCloseTo(share(hit.vectorRank()) + share(hit.textRank()), Offset.offset(1e-12));
		}
		assertThat(hits).hasSize(3);
	}

	private static @Nullable Integer rank(List<String> ids, String id) {
		return ids.contains(id) ? ids.indexOf(id) + 1 : null;
	}

	private static double share(@Nullable Integer rank) {
		return (rank != null) ? 1.0 / (60 + rank) : 0;
	}

	@Test
	void ranksOfOneSideAreThoseOfTheResult() {
		addFruits();
		List<Hit<Article>> page = this.articles.search(TextQuery.match("red green")).offset(1).limit(2).hits();
		assertThat(page).extracting(Hit::textRank).containsExactly(2, 3);
		assertThat(page).extracting(Hit::vectorRank).containsOnlyNulls();
	}

	@Test
	void wordsAndAGivenVectorAreJoined() {
		addFruits();
		float[] vector = this.functions.get("words").embedQuery("green");
		List<Hit<Article>> byWordsFirst = this.articles.search(TextQuery.match("red")).vector(vector).hits();
		List<Hit<Article>> byVectorFirst = this.articles.search(vector).text(TextQuery.match("red")).hits();
		assertThat(byWordsFirst).hasSize(3).anySatisfy((hit) -> assertThat(hit.textRank()).isNull());
		assertThat(byVectorFirst).extracting(Hit::rowId).isEqualTo(byWordsFirst.stream().map(Hit::rowId).toList());
	}

	@Test
	void theFilterHoldsForBothSides() {
		addFruits();
		assertThat(ids(this.articles.search("green apple").where("id <> '2'"))).containsExactlyInAnyOrder("1", "3");
	}

	@Test
	void pagesOfAHybridSearchAreSlicesOfTheWhole(Random random) {
		addMany(random, 700);
		this.articles.untyped().indexes().create(IndexDefinition.fullText("text"));
		List<String> whole = ids(this.articles.search("w1 w2 w40").limit(700));
		List<String> pages = new ArrayList<>();
		for (int from = 0; from < 700; from += 70) {
			pages.addAll(ids(this.articles.search("w1 w2 w40").offset(from).limit(70)));
		}
		assertThat(whole).hasSize(700).doesNotHaveDuplicates();
		assertThat(pages).isEqualTo(whole);
		assertThat(ids(this.articles.search("w1 w2 w40").offset(95).limit(10))).isEqualTo(whole.subList(95, 105));
	}

	@Test
	void pagesFitTogetherWithAnyReranker(Random random) {
		addMany(random, 400);
		Reranker byId = new ById();
		List<String> whole = ids(this.articles.search("w1 w5").rerank(byId).limit(400));
		List<String> pages = new ArrayList<>(ids(this.articles.search("w1 w5").rerank(byId).limit(150)));
		pages.addAll(ids(this.articles.search("w1 w5").rerank(byId).offset(150).limit(250)));
		assertThat(pages).isEqualTo(whole);
	}

	@Test
	void aFailingSideIsTold() {
		addFruits();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.articles.search("apple").text(TextQuery.match("x", "nope")).hits())
			.withMessageContaining("no column 'nope' to search by words");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.articles.search("apple").vector(new float[3]).hits())
			.withMessageContainingAll("3 dimensions", "64");
	}

	@Test
	void anInterruptEndsBothSides() {
		addFruits();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> this.articles.search("apple").hits())
			.withMessageContaining("interrupt");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void highlightsHavePlaces() {
		String text = "Apples are red. " + "Nothing to see here. ".repeat(20) + "<b>Green</b> apples are sour.";
		this.articles.add(List.of(Article.of("1", text)));
		Hit<Article> hit = this.articles.search("green apple").select("id").highlight("text", 20, 2).hits().get(0);
		List<TextHighlight> highlights = hit.highlights().get("text");
		assertThat(highlights).allSatisfy((highlight) -> assertThat(highlight.text())
			.isEqualTo(text.substring(highlight.start(), highlight.end())));
		assertThat(highlights)
			.extracting((highlight) -> highlight.matches()
				.stream()
				.map((match) -> text.substring(match.start(), match.end()))
				.toList())
			.containsExactly(List.of("Apples"), List.of("Green", "apples"));
	}

	@Test
	void highlightsFollowTheQuery() {
		addFruits();
		TextQuery query = new TextQuery.Combination(List.of(TextQuery.phrase("red pear")),
				List.of(TextQuery.match("green")), List.of(TextQuery.match("plum")));
		Hit<Article> hit = this.articles.search(query).highlight("text", 100, 1).hits().get(0);
		assertThat(hit.highlights().get("text").get(0).matches())
			.extracting((match) -> "a green apple and a red pear".substring(match.start(), match.end()))
			.containsExactly("green", "red pear");
		assertThat(this.articles.search("green").kind(QueryKind.VECTOR).highlight("text", 9, 9).hits())
			.anySatisfy((other) -> assertThat(other.highlights().get("text")).isEmpty());
	}

	@Test
	void anyNumberOfHighlightsCanBeAskedFor() {
		addFruits();
		assertThat(this.articles.search("apple").highlight("text", Integer.MAX_VALUE, Integer.MAX_VALUE).hits())
			.anySatisfy((hit) -> assertThat(hit.highlights().get("text")).hasSize(1));
	}

	@Test
	void highlightsThatDoNotFitAreRefused() {
		addFruits();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.articles.search(new float[64]).highlight("text", 10, 1))
			.withMessageContaining("Only a search by words has highlights");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.articles.search("apple").highlight("text", 0, 1))
			.withMessageContaining("length must be at least 1, but was 0");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.articles.search("apple").highlight("nope", 10, 1))
			.withMessageContaining("has no column 'nope'");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.articles.search("apple").highlight("lang", 10, 1).hits())
			.withMessageContaining("The column 'lang' has no full-text index");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.articles.scan().text(TextQuery.match("apple")))
			.withMessageContaining("is for searches by vector or words, but this is a scan");
	}

	@Test
	void rowsOfManyMapsAreSearchedWhileTheyChange(Random random) {
		Table table = this.articles.untyped();
		for (int i = 0; i < 20; i++) {
			this.articles.add(List.of(Article.of("r" + i, "common word" + i)));
			assertThat(table.search(TextQuery.match("common")).limit(100).rows()).hasSize(i + 1);
			assertThat(table.search(TextQuery.match("word" + random.nextInt(i + 1))).rows()).hasSize(1);
		}
		table.delete("id = 'r3'");
		assertThat(table.search(TextQuery.match("word3")).rows()).isEmpty();
	}

	/**
	 * Orders rows by their ids.
	 */
	private static final class ById implements Reranker {

		@Override
		public String name() {
			return "by-id";
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			return rows.rankings()
				.stream()
				.flatMap((ranking) -> ranking.candidates().stream())
				.map(Candidate::rowId)
				.distinct()
				.sorted()
				.map((rowId) -> new Candidate(rowId, 1.0 / (1 + rowId)))
				.toList();
		}

	}

}

package io.fletch.store.index.text;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.arrow.vector.types.pojo.Field;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fletch.store.data.Fields;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.text.Fuzziness;
import io.fletch.store.query.text.TextQuery;
import io.fletch.store.query.text.WordOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TextSearchTests {

	private static final TextSearch HELLO = SampleTexts.search(SampleTexts.PLAIN, "hello world", "goodbye world");

	private static final TextSearch FOO = SampleTexts.search(SampleTexts.PLAIN, "fa", "fo", "fob", "focus", "foo",
			"food", "foul");

	private static final TextSearch ANIMALS = SampleTexts.search(SampleTexts.PLAIN, "The cat and dog are playing",
			"The cat is sleeping", "The dog is barking", "The dog chases the cat");

	private static final TextSearch APPLES = SampleTexts.search(SampleTexts.PLAIN, "apple", "apple banana",
			"apple apple banana cherry", "cherry");

	private static final TextSearch FOX = SampleTexts.search(TextAnalysis.ENGLISH, "the quick brown fox",
			"state of the art", "art state");

	/**
	 * Lucene leaves out the factor k1 + 1, which is the same for every row.
	 */
	@Test
	void scoresAreThoseOfBm25() {
		List<TextHit> hits = SampleTexts.hits(APPLES, TextQuery.match("apple"));
		assertThat(hits).extracting(TextHit::ordinal).containsExactly(0, 2, 1);
		assertThat(hits.get(0).score()).isCloseTo(0.44839f / 2.2f, Offset.offset(1e-5f));
		assertThat(hits.get(1).score()).isCloseTo(0.38277f / 2.2f, Offset.offset(1e-5f));
		assertThat(hits.get(2).score()).isCloseTo(0.35667f / 2.2f, Offset.offset(1e-5f));
	}

	@Test
	void aWordThatTheQueryHasTwiceCountsTwice() {
		float once = SampleTexts.hits(APPLES, TextQuery.match("apple")).get(0).score();
		float twice = SampleTexts.hits(APPLES, TextQuery.match("apple apple")).get(0).score();
		assertThat(twice).isEqualTo(2 * once);
	}

	@Test
	void wordsAreFoundInAnyOrder() {
		assertThat(SampleTexts.found(HELLO, TextQuery.match("world hello"))).containsExactly(0, 1);
	}

	@Test
	void operatorsInAMatchAreWords() {
		assertThat(SampleTexts.found(HELLO, TextQuery.match("+hello AND -goodbye"))).containsExactly(0, 1);
	}

	@Test
	void everyWordMustBeThereIfAsked() {
		assertThat(SampleTexts.found(HELLO, TextQuery.match("hello world").with(WordOperator.AND))).containsExactly(0);
	}

	@Test
	void aPhraseIsFoundInItsOrder() {
		assertThat(SampleTexts.found(HELLO, TextQuery.phrase("hello world"))).containsExactly(0);
		assertThat(SampleTexts.found(HELLO, TextQuery.phrase("world hello"))).isEmpty();
	}

	@Test
	void slopLetsWordsStandBetween() {
		assertThat(SampleTexts.found(FOX, TextQuery.phrase("quick fox"))).isEmpty();
		assertThat(SampleTexts.found(FOX, TextQuery.phrase("quick fox").withSlop(1))).containsExactly(0);
	}

	@Test
	void slopNeverTurnsThePhraseAround() {
		assertThat(SampleTexts.found(FOX, TextQuery.phrase("fox quick").withSlop(5))).isEmpty();
	}

	@Test
	void stopWordsOfAPhraseKeepTheirPlace() {
		assertThat(SampleTexts.found(FOX, TextQuery.phrase("state of the art"))).containsExactly(1);
		assertThat(SampleTexts.found(FOX, TextQuery.phrase("state art"))).isEmpty();
		assertThat(SampleTexts.found(FOX, TextQuery.phrase("state of the art").withSlop(1))).containsExactly(1);
	}

	@Test
	void aPhraseNeedsPositions() {
		TextSearch search = SampleTexts.search(SampleTexts.PLAIN.with("with_position", "false"), "hello world");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> search.run(TextQuery.phrase("hello world"), 10))
			.withMessageContaining("position is not found but required for phrase queries");
	}

	@Test
	void whatAUserTypedIsFoundWithoutPositionsToo() {
		TextSearch search = SampleTexts.search(SampleTexts.PLAIN.with("with_position", "false"), "hello world",
				"hello");
		assertThat(SampleTexts.found(search, TextQuery.queryString("\"hello world\""))).containsExactly(0);
	}

	@Test
	void fuzzyWordsAreFound() {
		TextQuery.Match foo = TextQuery.match("foo");
		assertThat(SampleTexts.found(FOO, foo)).containsExactly(4);
		assertThat(SampleTexts.found(FOO, foo.with(new Fuzziness(1)))).containsExactlyInAnyOrder(1, 2, 4, 5);
		assertThat(SampleTexts.found(FOO, foo.with(new Fuzziness(2, 3, 50)))).containsExactlyInAnyOrder(4, 5);
		assertThat(SampleTexts.found(FOO, foo.with(Fuzziness.AUTO))).containsExactlyInAnyOrder(1, 2, 4, 5);
	}

	@Test
	void theNearestWordsAreTakenFirst() {
		assertThat(SampleTexts.found(FOO, TextQuery.match("foo").with(new Fuzziness(2, 0, 1)))).containsExactly(4);
	}

	@Test
	void fuzzyWordsScoreLikeTheWordItself() {
		float exact = SampleTexts.hits(FOO, TextQuery.match("food")).get(0).score();
		List<TextHit> hits = SampleTexts.hits(FOO, TextQuery.match("food").with(new Fuzziness(1)));
		assertThat(hits).hasSize(2).allMatch((hit) -> hit.score() == exact);
	}

	@Test
	void wordsAreFoundByTheirBeginning() {
		assertThat(SampleTexts.found(FOO, new TextQuery.Prefix("fo", null))).containsExactlyInAnyOrder(1, 2, 3, 4, 5,
				6);
		assertThat(SampleTexts.found(FOO, new TextQuery.Prefix("FOO", null))).containsExactlyInAnyOrder(4, 5);
	}

	@Test
	void aBeginningLongerThanTheStemIsFound() {
		TextSearch search = SampleTexts.search(TextAnalysis.ENGLISH, "connect", "other");
		assertThat(SampleTexts.found(search, new TextQuery.Prefix("connecting", null))).containsExactly(0);
	}

	@Test
	void queriesAreCombined() {
		TextQuery cat = TextQuery.match("cat");
		TextQuery dog = TextQuery.match("dog");
		assertThat(SampleTexts.found(ANIMALS, cat.or(dog))).hasSize(4);
		assertThat(SampleTexts.found(ANIMALS, cat.and(dog))).containsExactlyInAnyOrder(0, 3);
		assertThat(SampleTexts.found(ANIMALS, new TextQuery.Combination(List.of(cat), List.of(), List.of(dog))))
			.containsExactly(1);
	}

	@Test
	void scoresOfACombinationAddUp() {
		float cat = scoreOf(ANIMALS, TextQuery.match("cat"), 3);
		float dog = scoreOf(ANIMALS, TextQuery.match("dog"), 3);
		assertThat(scoreOf(ANIMALS, TextQuery.match("cat").and(TextQuery.match("dog")), 3)).isCloseTo(cat + dog,
				Offset.offset(1e-6f));
	}

	@Test
	void aDemotedTextRanksLowerAndIsKept() {
		TextQuery query = new TextQuery.Demotion(TextQuery.match("cat"), TextQuery.match("dog"));
		assertThat(SampleTexts.found(ANIMALS, query)).hasSize(3).startsWith(1);
		assertThat(scoreOf(ANIMALS, query, 3)).isCloseTo(
				scoreOf(ANIMALS, TextQuery.match("cat"), 3) - 0.5f * scoreOf(ANIMALS, TextQuery.match("dog"), 3),
				Offset.offset(1e-6f));
	}

	@Test
	void scoresMayBeNegative() {
		TextQuery query = new TextQuery.Demotion(TextQuery.match("cat"), TextQuery.match("dog"), 10);
		assertThat(SampleTexts.hits(ANIMALS, query)).extracting(TextHit::ordinal).containsExactly(1, 0, 3);
		assertThat(scoreOf(ANIMALS, query, 0)).isNegative();
	}

	@Test
	void theBestColumnCounts() throws IOException {
		TextSearch search = twoColumns();
		float title = scoreOf(search, TextQuery.match("lucene", "title"), 0);
		float body = scoreOf(search, TextQuery.match("lucene", "body"), 0);
		assertThat(scoreOf(search, TextQuery.match("lucene"), 0)).isEqualTo(Math.max(title, body));
		assertThat(scoreOf(search,
				TextQuery.multiMatch("lucene", List.of("title", "body")).withBoosts(List.of(1.0, 9.0)), 0))
			.isEqualTo(9 * body);
	}

	@Test
	void aColumnThatIsNotIndexedIsRefused() throws IOException {
		TextSearch search = twoColumns();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> search.run(TextQuery.match("lucene", "author"), 10))
			.withMessageStartingWith("The column \"author\" has no full-text index; there is one for [title, body]");
	}

	@Test
	void aTypedColumnIsAskedAlone() throws IOException {
		TextSearch search = twoColumns();
		assertThat(SampleTexts.found(search, TextQuery.queryString("title:lucene"))).containsExactly(0);
		assertThat(SampleTexts.found(search, TextQuery.queryString("body:lucene"))).containsExactlyInAnyOrder(0, 1);
	}

	@Test
	void allElementsOfAListAreOneDocument() {
		TextSearch search = SampleTexts.search(SampleTexts.live(SampleTexts.segment(SampleTexts.PLAIN,
				SampleTexts.lists(List.of(List.of("lance database", "the", "search"), List.of("lance database"),
						List.of("lance", "database"), List.of("search"), List.of())))));
		assertThat(SampleTexts.found(search, TextQuery.match("lance"))).hasSize(3);
		assertThat(SampleTexts.found(search, TextQuery.phrase("lance database"))).containsExactlyInAnyOrder(0, 1, 2);
	}

	@Test
	void frenchIsSearchedAsFrench() {
		TextSearch search = SampleTexts.search(TextAnalysis.of(Map.of("language", "French")), "la route est longue",
				"les routes du café", "en route");
		assertThat(SampleTexts.found(search, TextQuery.match("route"))).hasSize(3);
		assertThat(SampleTexts.found(search, TextQuery.match("cafe"))).containsExactly(1);
		assertThat(SampleTexts.found(search, TextQuery.match("la"))).isEmpty();
	}

	@Test
	void japaneseIsFoundWithinARunOfLetters() {
		TextSearch search = SampleTexts.search(TextAnalysis.of(Map.of("base_tokenizer", "cjk")), "Hello, こんにちは世界!",
				"世の中");
		assertThat(SampleTexts.found(search, TextQuery.match("世界"))).containsExactly(0);
		assertThat(SampleTexts.found(search, TextQuery.phrase("こんにちは"))).containsExactly(0);
	}

	@Test
	void nothingIsFoundWithoutWords() {
		assertThat(SampleTexts.found(FOX, TextQuery.match(""))).isEmpty();
		assertThat(SampleTexts.found(FOX, TextQuery.match("the of"))).isEmpty();
		assertThat(SampleTexts.found(FOX, TextQuery.phrase("the"))).isEmpty();
		assertThat(SampleTexts.found(FOX, new TextQuery.Prefix("", null))).isEmpty();
	}

	@Test
	void stopWordsInACombinationAreLeftOut() {
		assertThat(SampleTexts.found(FOX, TextQuery.match("the").and(TextQuery.match("fox")))).containsExactly(0);
	}

	@Test
	void rowsWithoutTextAreNeverFound() {
		TextSearch search = SampleTexts.search(SampleTexts
			.live(SampleTexts.segment(SampleTexts.PLAIN, SampleTexts.rows("", (String) null, "one", "...", "two"))));
		assertThat(SampleTexts.found(search, TextQuery.match("one two"))).containsExactlyInAnyOrder(2, 4);
	}

	@Test
	void aSegmentWithoutRowsFindsNothing() {
		assertThat(SampleTexts.found(SampleTexts.search(SampleTexts.PLAIN), TextQuery.match("one"))).isEmpty();
	}

	@Test
	void aMegabyteOfTextIsFound() {
		String words = "filler word ".repeat(90_000);
		TextSearch search = SampleTexts.search(SampleTexts.PLAIN, words + "needle", words + "x".repeat(1_000_000));
		assertThat(SampleTexts.found(search, TextQuery.match("needle"))).containsExactly(0);
	}

	@Test
	void aQueryOfManyWordsIsAnswered() {
		StringBuilder words = new StringBuilder("hello");
		for (int i = 0; i < 20_000; i++) {
			words.append(" word").append(i);
		}
		assertThat(SampleTexts.found(HELLO, TextQuery.match(words.toString()))).containsExactly(0);
		assertThat(SampleTexts.found(HELLO, TextQuery.match(words.toString()).with(Fuzziness.AUTO))).containsExactly(0);
	}

	@Test
	void onlyAcceptedRowsAreFoundWithUnchangedScores() throws IOException {
		BitSet accepted = new BitSet();
		accepted.set(1);
		float score = scoreOf(HELLO, TextQuery.match("world"), 1);
		assertThat(HELLO.run(TextQuery.match("hello world"), 10, List.of(accepted)))
			.containsExactly(new TextHit(0, 1, 1, score));
	}

	@Test
	void theBestOfManyAreTaken() throws IOException {
		assertThat(APPLES.run(TextQuery.match("apple"), 1)).extracting(TextHit::ordinal).containsExactly(0);
	}

	private static TextSearch twoColumns() throws IOException {
		List<Field> fields = List.of(Fields.nullable("title", Fields.UTF8), Fields.nullable("body", Fields.UTF8));
		List<@Nullable Object[]> rows = List.of(
				new @Nullable Object[] { "lucene in action", "a book about lucene and lucene" },
				new @Nullable Object[] { null, "lucene" }, new @Nullable Object[] { "other", null });
		TextSegment segment = SampleTexts.stored(List.of(SampleTexts.PLAIN, TextAnalysis.ENGLISH),
				SampleTexts.rows(fields, rows));
		return new TextSearch(List.of("title", "body"), List.of(SampleTexts.live(segment)));
	}

	private static float scoreOf(TextSearch search, TextQuery query, int ordinal) {
		return SampleTexts.hits(search, query)
			.stream()
			.filter((hit) -> hit.ordinal() == ordinal)
			.findFirst()
			.orElseThrow()
			.score();
	}

	@Test
	void anInterruptStopsASearchWithinASegment() {
		String[] texts = new String[20_000];
		Arrays.fill(texts, "hello");
		AtomicInteger collected = new AtomicInteger();
		LiveSegment segment = new LiveSegment(SampleTexts.segment(SampleTexts.PLAIN, texts), new BitSet(), (row) -> {
			if (collected.incrementAndGet() == 1000) {
				Thread.currentThread().interrupt();
			}
			return row;
		});
		TextSearch search = SampleTexts.search(segment);
		assertThatExceptionOfType(CancelledException.class)
			.isThrownBy(() -> search.run(TextQuery.match("hello"), texts.length))
			.withMessageContaining("interrupt");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(collected).hasValueLessThan(texts.length / 2);
	}

	@Test
	void anInterruptStopsTheSearchForLikeWords() {
		for (TextQuery query : List.of(TextQuery.match("foo").with(new Fuzziness(2)),
				new TextQuery.Prefix("fo", null))) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> FOO.asksNothing(query))
				.withMessageContaining("interrupt");
			assertThat(Thread.interrupted()).isTrue();
		}
	}

}

package io.fletch.store.index.text;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.store.query.TextHighlight;
import io.fletch.store.query.text.Fuzziness;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;

class TextHighlighterTests {

	private static final TextHighlighter HIGHLIGHTER = new TextHighlighter(List.of("text"),
			List.of(TextAnalysis.ENGLISH));

	private static final String TEXT = "The fox runs. Nothing is said here. Running foxes are quick, and dogs run too.";

	@Test
	void wordsAreMarkedAsTheyAreIndexed() {
		assertThat(marked(TextQuery.match("fox running"))).containsExactly("fox", "runs", "Running", "foxes", "run");
	}

	@Test
	void onlyTheWordsOfAPhraseThatStandTogetherAreMarked() {
		assertThat(marked(TextQuery.phrase("running foxes"))).containsExactly("Running foxes");
	}

	@Test
	void fuzzyWordsAndBeginningsAreMarked() {
		assertThat(marked(TextQuery.match("quack").with(Fuzziness.AUTO))).containsExactly("quick");
		assertThat(marked(TextQuery.queryString("noth* dogs"))).containsExactly("Nothing", "dogs");
	}

	@Test
	void whatCountsAgainstATextIsNotMarked() {
		TextQuery dogs = TextQuery.match("dogs");
		assertThat(marked(new TextQuery.Demotion(TextQuery.match("fox"), dogs))).containsExactly("fox", "foxes");
		assertThat(marked(TextQuery.queryString("fox -dogs"))).containsExactly("fox", "foxes");
	}

	@Test
	void theBestHighlightsAreTaken() {
		List<TextHighlight> best = HIGHLIGHTER.highlights(TextQuery.match("fox quick dogs"), "text", TEXT, 10, 1);
		assertThat(best).hasSize(1);
		assertThat(TEXT.substring(best.get(0).start(), best.get(0).end()))
			.isEqualTo("Running foxes are quick, and dogs run too.");
	}

	@Test
	void nothingIsMarkedWhereNothingFits() {
		assertThat(marked(TextQuery.match("cat"))).isEmpty();
		assertThat(HIGHLIGHTER.highlights(TextQuery.match("fox"), "other", TEXT, 10, 1)).isEmpty();
		assertThat(HIGHLIGHTER.highlights(TextQuery.match("fox"), "text", "", 10, 1)).isEmpty();
	}

	@Test
	void placesBehindEmojiAreRight() {
		String text = "😀😀 fox";
		TextHighlight highlight = HIGHLIGHTER.highlights(TextQuery.match("fox"), "text", text, 10, 1).get(0);
		assertThat(highlight.matches()).containsExactly(new TextHighlight.Match(5, 8));
	}

	@Test
	void aMegabyteOfTextIsRead() {
		String text = "Some words are here. ".repeat(50_000) + "The fox.";
		assertThat(HIGHLIGHTER.highlights(TextQuery.match("fox"), "text", text, 10, 3)).hasSize(1);
	}

	private static List<String> marked(TextQuery query) {
		return HIGHLIGHTER.highlights(query, "text", TEXT, 20, 10)
			.stream()
			.flatMap((highlight) -> highlight.matches().stream())
			.map((match) -> TEXT.substring(match.start(), match.end()))
			.toList();
	}

}

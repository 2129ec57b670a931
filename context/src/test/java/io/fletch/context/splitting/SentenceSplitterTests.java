package io.fletch.context.splitting;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.reading.Section;
import io.fletch.store.error.CancelledException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SentenceSplitterTests {

	@Test
	void findsSentences() {
		assertThat(sentences("One is here. Two follows! Is three a question? Yes.")).containsExactly("One is here.",
				"Two follows!", "Is three a question?", "Yes.");
	}

	@Test
	void doesNotEndASentenceAtAnAbbreviation() {
		assertThat(sentences("See e.g. Figure 3 by Dr. Smith et al. The end.")).hasSize(1);
		assertThat(sentences("It was J. Gray who said so. We agree.")).containsExactly("It was J. Gray who said so.",
				"We agree.");
		assertThat(sentences("The version is 3.14. It works.")).containsExactly("The version is 3.14.", "It works.");
	}

	@Test
	void endsSentencesAtParagraphsAndListItems() {
		assertThat(sentences("A heading\n\nA paragraph without a stop\n- one item\n- another item"))
			.containsExactly("A heading", "A paragraph without a stop", "- one item", "- another item");
	}

	@Test
	void joinsWrappedLines() {
		String text = "This is a paragraph of plain text that was wrapped by\nits author at a fixed width. Next one.";
		assertThat(sentences(text)).containsExactly(
				"This is a paragraph of plain text that was wrapped by\nits author at a fixed width.", "Next one.");
	}

	@Test
	void keepsTableRowsApart() {
		String row = "a long cell of a table | another long cell of it | and yet another one";
		assertThat(sentences(row + "\n" + row)).containsExactly(row, row);
	}

	@Test
	@Timeout(10)
	void readsMillionsOfWrappedLinesInTime() {
		String line = "The quick brown fox jumps over the lazy dog, and it runs far away into the wood.\n";
		assertThat(SentenceSplitter.sentences(line.repeat(50_000))).hasSize(50_000);
	}

	@Test
	void stopsWhenInterrupted() {
		Thread.currentThread().interrupt();
		assertThatThrownBy(() -> SentenceSplitter.sentences("One is here. Two follows."))
			.isInstanceOf(CancelledException.class)
			.hasMessageContaining("interrupt");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void packsSentencesUpToTheLimit() {
		List<Chunk> chunks = new SentenceSplitter(25).split(document("Alpha beta. Gamma delta. Epsilon zeta. Eta."));
		assertThat(chunks).extracting(Chunk::text).containsExactly("Alpha beta. Gamma delta.", "Epsilon zeta. Eta.");
	}

	@Test
	void cutsLongSentencesBetweenWords() {
		List<Chunk> chunks = new SentenceSplitter(20).split(document("one two three four five six seven eight nine"));
		assertThat(chunks).extracting(Chunk::text)
			.containsExactly("one two three four", "five six seven eight", "nine");
	}

	@Test
	void cutsWordsThatAreLongerThanAChunkWithoutBreakingSurrogatePairs() {
		String word = "x" + "\ud83d\ude00".repeat(30);
		List<Chunk> chunks = new SentenceSplitter(20).split(document(word));
		assertThat(String.join("", chunks.stream().map(Chunk::text).toList())).isEqualTo(word);
		assertThat(chunks).allSatisfy((chunk) -> {
			assertThat(chunk.text().length()).isLessThanOrEqualTo(20);
			assertThat(Character.isLowSurrogate(chunk.text().charAt(0))).isFalse();
		});
	}

	@Test
	void neverCrossesASection() {
		String text = "First. \n\nSecond.";
		ParsedDocument document = new ParsedDocument("t", "text/plain", text,
				List.of(new Section(0, 9, "A", 1), new Section(9, text.length(), "A > B", 2)));
		assertThat(new SentenceSplitter(400).split(document)).containsExactly(new Chunk("First.", 0, 6, "A", 1),
				new Chunk("Second.", 9, 16, "A > B", 2));
	}

	@Test
	void givesExactOffsetsAndLosesNoWordOfAnyText() {
		Random random = new Random(20260711);
		for (int round = 0; round < 300; round++) {
			String text = randomText(random);
			List<Chunk> chunks = new SentenceSplitter(20 + random.nextInt(80)).split(document(text));
			int from = 0;
			StringBuilder seen = new StringBuilder();
			for (Chunk chunk : chunks) {
				assertThat(text.substring(chunk.start(), chunk.end())).isEqualTo(chunk.text());
				assertThat(chunk.start()).isGreaterThanOrEqualTo(from);
				from = chunk.end();
				seen.append(chunk.text());
			}
			assertThat(seen.toString().replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
		}
	}

	@Test
	void refusesChunksTooShortForSentences() {
		assertThatThrownBy(() -> new SentenceSplitter(19)).isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("maxCharacters must be at least 20, but was 19");
	}

	private static String randomText(Random random) {
		String[] pieces = { "word", "Word", ". ", "! ", "\n", "\n\n", " ", "e.g. ", "- ", " | ", "\u00e4\u00f6",
				"\ud83d\ude00", "averyveryverylongwordindeed", "? ", "\t", "3.5", "(", ")" };
		StringBuilder text = new StringBuilder();
		int length = 1 + random.nextInt(120);
		for (int index = 0; index < length; index++) {
			text.append(pieces[random.nextInt(pieces.length)]);
		}
		return text.toString();
	}

	private static List<String> sentences(String text) {
		return SentenceSplitter.sentences(text).stream().map((span) -> span.of(text)).toList();
	}

	private static ParsedDocument document(String text) {
		return new ParsedDocument("t", "text/plain", text, List.of(new Section(0, text.length(), null, null)));
	}

}

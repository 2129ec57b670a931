package io.fletch.context.splitting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.reading.Section;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every splitter keeps, whatever the document.
 */
abstract class SplitterContract {

	private static final String[] PIECES = { "word", "Word", ". ", "! ", "\n", "\n\n", "\r\n", "\r\n\r\n", " ", "e.g. ",
			"- ", " | ", "\u00e4\u00f6", "\ud83d\ude00", "averyveryverylongwordindeed", "? ", "\t", "3.5", "(", ")",
			"\u6f22\u5b57\u3002", "\u6f22\u5b57\u6f22\u5b57", "\ud83d\udc68\u200d\ud83d\udc69", "class A {\n",
			"\tvoid a() {\n", "}\n", "    def f(x):\n", "// note\n", "e\u0301", "\u00a0", "x".repeat(300),
			"two words of text and more" };

	abstract Splitter splitter();

	/**
	 * Returns the longest chunk that there may be.
	 * @return the number of characters
	 */
	int maxCharacters() {
		return Integer.MAX_VALUE;
	}

	/**
	 * Returns the longest word that must stay whole.
	 * @return the number of characters
	 */
	int wholeWord() {
		return maxCharacters();
	}

	/**
	 * Returns how many random documents are split.
	 * @return the number
	 */
	int rounds() {
		return 200;
	}

	@Test
	void givesExactOffsetsWithinSectionsAndLosesNoWord() {
		Random random = new Random(20260712);
		Splitter splitter = splitter();
		for (int round = 0; round < rounds(); round++) {
			ParsedDocument document = randomDocument(random, 1 + random.nextInt(120));
			List<Chunk> chunks = splitter.split(document);
			assertThat(splitter.split(document)).isEqualTo(chunks);
			checkChunks(document, chunks);
			checkNothingIsLost(document, chunks);
		}
	}

	@Test
	void splitsHugeTextsOfOneLineAndOfNoWord() {
		for (String text : List.of("\u6f22".repeat(30_000), "word ".repeat(6_000), "\ud83d\ude00".repeat(15_000),
				"\n".repeat(30_000) + "a", "A b. ".repeat(6_000))) {
			ParsedDocument document = document(text);
			List<Chunk> chunks = splitter().split(document);
			checkChunks(document, chunks);
			checkNothingIsLost(document, chunks);
		}
	}

	@Test
	void makesNoChunksOfNothing() {
		assertThat(splitter().split(document(""))).isEmpty();
		assertThat(splitter().split(document(" \r\n\t\u00a0\n"))).isEmpty();
		assertThat(splitter().split(new ParsedDocument("t", "text/plain", "a", List.of()))).isEmpty();
	}

	@Test
	void keepsAShortTextWhole() {
		assertThat(splitter().split(document("  One short line.\n"))).extracting(Chunk::text)
			.allSatisfy((text) -> assertThat(text.strip()).isEqualTo("One short line."));
	}

	@Test
	void describesItself() {
		assertThat(splitter().description()).isNotBlank().isEqualTo(splitter().description());
	}

	private void checkChunks(ParsedDocument document, List<Chunk> chunks) {
		String text = document.text();
		int before = 0;
		for (Chunk chunk : chunks) {
			assertThat(text.substring(chunk.start(), chunk.end())).isEqualTo(chunk.text()).isNotBlank();
			assertThat(chunk.text().length()).isLessThanOrEqualTo(maxCharacters());
			assertThat(chunk.start()).isGreaterThanOrEqualTo(before);
			before = chunk.start();
			checkEdge(text, chunk.start());
			checkEdge(text, chunk.end());
			assertThat(document.sections()).anySatisfy((section) -> {
				assertThat(chunk.start()).isGreaterThanOrEqualTo(section.start());
				assertThat(chunk.end()).isLessThanOrEqualTo(section.end());
				assertThat(chunk.heading()).isEqualTo(section.heading());
				assertThat(chunk.page()).isEqualTo(section.page());
			});
		}
	}

	private void checkEdge(String text, int offset) {
		if (offset == 0 || offset == text.length()) {
			return;
		}
		assertThat(TextCut.isWithinPair(text, offset)).isFalse();
		if (isLatin(text.charAt(offset - 1)) && isLatin(text.charAt(offset))) {
			int start = offset;
			int end = offset;
			while (start > 0 && !TextCut.isSpace(text.charAt(start - 1))) {
				start--;
			}
			while (end < text.length() && !TextCut.isSpace(text.charAt(end))) {
				end++;
			}
			assertThat(end - start).isGreaterThan(wholeWord());
		}
	}

	private static boolean isLatin(char character) {
		return character < 0x250 && Character.isLetterOrDigit(character);
	}

	private static void checkNothingIsLost(ParsedDocument document, List<Chunk> chunks) {
		boolean[] seen = new boolean[document.text().length()];
		for (Chunk chunk : chunks) {
			Arrays.fill(seen, chunk.start(), chunk.end(), true);
		}
		StringBuilder lost = new StringBuilder();
		for (int index = 0; index < seen.length; index++) {
			if (!seen[index] && !TextCut.isSpace(document.text().charAt(index))) {
				lost.append(document.text().charAt(index));
			}
		}
		assertThat(lost).isEmpty();
	}

	static ParsedDocument document(String text) {
		return new ParsedDocument("t", "text/plain", text, List.of(new Section(0, text.length(), null, null)));
	}

	private static ParsedDocument randomDocument(Random random, int pieces) {
		StringBuilder text = new StringBuilder();
		List<Section> sections = new ArrayList<>();
		int start = 0;
		for (int index = 0; index < pieces; index++) {
			text.append(PIECES[random.nextInt(PIECES.length)]);
			if (random.nextInt(40) == 0) {
				text.append("\n\n");
				sections.add(new Section(start, text.length(), "A > " + sections.size(), sections.size()));
				start = text.length();
			}
		}
		if (start < text.length()) {
			sections.add(new Section(start, text.length(), null, null));
		}
		return new ParsedDocument("t", "text/plain", text.toString(), sections);
	}

}

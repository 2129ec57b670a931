package io.fletch.context.ingestion;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.fletch.context.reading.DocumentReader;
import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.reading.Section;
import io.fletch.context.splitting.Chunk;
import io.fletch.context.splitting.SentenceSplitter;

import static org.assertj.core.api.Assertions.assertThat;

class PassageMakerTests {

	@Test
	void joinsThreeChunksOfWhichOneIsShared() {
		List<Passage> passages = make(30, 3, "One is the first sentence. Two is the next sentence. "
				+ "Three is the next sentence. Four is a sentence too. Five is the last sentence.");
		assertThat(passages).extracting(Passage::text)
			.containsExactly("One is the first sentence. Two is the next sentence. Three is the next sentence.",
					"Three is the next sentence. Four is a sentence too. Five is the last sentence.");
		assertThat(passages).extracting(Passage::id).containsExactly("d-0", "d-1");
	}

	@Test
	void keepsShortTails() {
		List<Passage> passages = make(30, 3, "One is the first sentence. Two is the next sentence. "
				+ "Three is the next sentence. Four is the last.");
		assertThat(passages).extracting(Passage::text)
			.last()
			.isEqualTo("Three is the next sentence. Four is the last.");
		assertThat(make(30, 3, "Alone.")).extracting(Passage::text).containsExactly("Alone.");
	}

	@Test
	void losesNoChunkAndGivesExactOffsets() {
		Random random = new Random(4711);
		for (int round = 0; round < 200; round++) {
			String text = "Some sentence here. ".repeat(1 + random.nextInt(30)).strip();
			int cut = text.length() / 2;
			ParsedDocument document = new ParsedDocument("t", "text/plain", text,
					List.of(new Section(0, cut, "A", null), new Section(cut, text.length(), "B", null)));
			SentenceSplitter splitter = new SentenceSplitter(20 + random.nextInt(60));
			IngestionSettings settings = settings(splitter, 1 + random.nextInt(4));
			List<Passage> passages = new PassageMaker(settings).passages("d", document);
			assertThat(passages).allSatisfy(
					(passage) -> assertThat(text.substring(passage.start(), passage.end())).isEqualTo(passage.text()));
			for (Chunk chunk : splitter.split(document)) {
				assertThat(passages).anyMatch((passage) -> passage.start() <= chunk.start()
						&& passage.end() >= chunk.end() && chunk.heading().equals(passage.heading()));
			}
		}
	}

	private static List<Passage> make(int maxCharacters, int window, String text) {
		ParsedDocument document = new ParsedDocument("t", "text/plain", text,
				List.of(new Section(0, text.length(), null, null)));
		return new PassageMaker(settings(new SentenceSplitter(maxCharacters), window)).passages("d", document);
	}

	private static IngestionSettings settings(SentenceSplitter splitter, int window) {
		return new IngestionSettings(new DocumentReader(), splitter, window, Math.max(1, window - 1), 1, Path.of("x"));
	}

}

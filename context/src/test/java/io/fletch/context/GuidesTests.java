package io.fletch.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.Passage;
import io.fletch.context.reading.DocumentReader;
import io.fletch.context.reading.UnreadableDocumentException;
import io.fletch.context.splitting.CodeLanguage;
import io.fletch.context.splitting.Span;
import io.fletch.context.splitting.Splitters;
import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;

class GuidesTests {

	@TempDir
	private Path folder;

	@TempDir
	private Path classes;

	@Test
	void contextualizesAsTheGuideSays() throws Exception {
		assertThat(GuideExample.run("contextualizer.md", "Windows", this.classes, this.folder.resolve("db").toString()))
			.containsExactly("0: Does it run? It does.", "1: It does. Thanks!", "3: Where is it? Here.", "2 rows");
	}

	@Test
	void readsSplitsAndEnrichesAsTheGuideSays() throws Exception {
		Files.writeString(this.folder.resolve("a.md"), "# Guide\n\n## Install\n\nDownload it. Start it.\n");
		Files.writeString(this.folder.resolve("b.pdf"), "no pdf");
		List<String> lines = GuideExample.run("reading-and-splitting.md", "Chunks", this.classes,
				this.folder.toString());
		assertThat(String.join("\n", lines)).startsWith("Guide > Install / Guide")
			.contains("Start it.", "b.pdf: 'b.pdf' is damaged");
	}

	@Test
	void comparesSearchesAsTheGuideSays() throws Exception {
		Path data = this.folder.resolve("data");
		try (Database database = Database.open(data)) {
			database.table(IndexedDocument.class).add(List.of(ready("returns"), ready("garden")));
			database.table(Passage.class)
				.add(List.of(passage("returns", "A lamp may be returned within thirty days."),
						passage("garden", "These lamps shine outdoors, even in rain.")));
		}
		Path golden = Files.writeString(this.folder.resolve("golden.jsonl"), """
				{"id": "returns", "question": "How long may I return a lamp?", "relevant": ["returns.md"]}
				{"question": "Which lamps are for the garden?", "relevant": {"garden.md": 2, "catalogue.md": 1}}
				""");
		List<String> lines = GuideExample.run("evaluation.md", "CompareSearches", this.classes, data.toString(),
				golden.toString(), this.folder.resolve("report").toString());
		assertThat(lines).contains("2 questions").anyMatch((line) -> line.startsWith("| hybrid | 0.8801 | 1.0000 |"));
		assertThat(this.folder.resolve("report/evaluation.html")).isNotEmptyFile();
	}

	private static IndexedDocument ready(String id) {
		return new IndexedDocument(id, id + ".md", "text/markdown", "0-0", 1, IndexedDocument.READY, null, 1,
				Instant.EPOCH);
	}

	private static Passage passage(String document, String text) {
		return new Passage(document + "-0", document, 0, text, new Span(0, text.length()));
	}

	@Test
	void namesEveryFormatSplitterAndReason() throws IOException {
		String guide = Files.readString(Path.of("../docs/reading-and-splitting.md"));
		assertThat(new DocumentReader().extensions())
			.allSatisfy((extension) -> assertThat(guide).contains("`" + extension + "`"));
		for (UnreadableDocumentException.Reason reason : UnreadableDocumentException.Reason.values()) {
			assertThat(guide).contains("`" + reason + "`");
		}
		assertThat(CodeLanguage.values()).hasSize(13);
	}

	@Test
	void statesTheDefaultsOfSplitters() throws IOException {
		String guide = Files.readString(Path.of("../docs/reading-and-splitting.md"));
		for (String name : List.of("sentence", "recursive", "token", "heading", "code java", "semantic")) {
			String description = Splitters.of(name, new HashedWords()).description();
			assertThat(guide).contains("`" + description.replaceAll(" of .*", "") + "`");
		}
	}

}

package io.fletch.context.ingestion;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DocumentTextsIntegrationTests {

	@TempDir
	private Path folder;

	@Test
	void readsAnyStretchOfALongText() {
		Random random = new Random(4711);
		StringBuilder text = new StringBuilder();
		while (text.length() < 100_000) {
			text.append((random.nextInt(3) == 0) ? "\ud83d\ude00" : "a\u00e4\u6f22");
		}
		try (Database database = Database.open(this.folder)) {
			DocumentTexts texts = new DocumentTexts(database);
			texts.write("d", text.toString());
			texts.write("e", "Other text");
			assertThat(texts.text("d")).contains(text.toString());
			for (int round = 0; round < 50; round++) {
				int start = random.nextInt(text.length());
				int end = start + 1 + random.nextInt(text.length() - start);
				assertThat(texts.text("d", start, end)).contains(text.substring(start, end));
			}
			assertThat(texts.text("d", 99_990, Integer.MAX_VALUE)).contains(text.substring(99_990));
		}
	}

	@Test
	void hasNothingBeyondTheEndOrOfOthers() {
		try (Database database = Database.open(this.folder)) {
			DocumentTexts texts = new DocumentTexts(database);
			texts.write("d", "Text");
			assertThat(texts.text("d", 4, 10)).isEmpty();
			assertThat(texts.text("d", 1, 1)).isEmpty();
			assertThat(texts.text("e", 0, 10)).isEmpty();
			assertThat(texts.text("e")).isEmpty();
			assertThatIllegalArgumentException().isThrownBy(() -> texts.text("d", 3, 2))
				.withMessage("start and end must be 0 <= start <= end, but were 3 and 2");
		}
	}

	@Test
	void replacesATextByALongerAndAShorterOne() {
		try (Database database = Database.open(this.folder)) {
			DocumentTexts texts = new DocumentTexts(database);
			for (String text : List.of("a".repeat(20_000), "b".repeat(70_000), "c".repeat(17_000), "d")) {
				texts.write("d", text);
				texts.write("e", "Other text");
				assertThat(texts.text("d")).contains(text);
			}
			long version = database.openTable("texts").version();
			texts.write("d", "d");
			assertThat(database.openTable("texts").version()).isEqualTo(version);
			assertThat(texts.text("e")).contains("Other text");
		}
	}

	@Test
	void followsTheDocument() {
		try (Workspace workspace = new Workspace(this.folder)) {
			String id = workspace.ingest("a.md", "# Apples\n\nApples are red.").documentId();
			IngestionPipeline pipeline = workspace.pipeline();
			for (Passage passage : pipeline.passages(id)) {
				assertThat(pipeline.text(id, passage.start(), passage.end())).contains(passage.text());
			}
			workspace.ingest("a.md", "# Pears\n\nPears are green.");
			assertThat(pipeline.text(id, 0, 5)).contains("Pears");
			pipeline.delete(id);
			assertThat(pipeline.text(id, 0, 5)).isEmpty();
			assertThat(workspace.database().openTable("texts").countRows()).isZero();
		}
	}

	@Test
	void isRemovedWithWhatACrashLeft() {
		try (Workspace workspace = new Workspace(this.folder)) {
			String id = workspace.ingest("a.txt", "Apples are red.").documentId();
			DocumentTables tables = new DocumentTables(workspace.database());
			tables.write(tables.document(id).orElseThrow().deleted(null));
			tables.deletePassages(id, 0);
		}
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.pipeline().resume();
			assertThat(workspace.database().openTable("texts").countRows()).isZero();
		}
	}

}

package io.fletch.context.ingestion;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.HashedWords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TagsIntegrationTests {

	@TempDir
	private Path folder;

	@Test
	void filterPassages() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.await(workspace.pipeline().submit("a.txt", text("Apples are red."), List.of("lang=en", " hr ")));
			workspace.await(workspace.pipeline().submit("b.txt", text("Apples are green."), List.of("lang=en")));
			workspace.ingest("c.txt", "Apples are old.");
			List<Passage> found = workspace.database()
				.table(Passage.class)
				.search("apples")
				.where("array_has(tags, 'hr')")
				.limit(5)
				.rows();
			assertThat(found).extracting(Passage::text).containsExactly("Apples are red.");
			assertThat(found.getFirst().tags()).isEqualTo(List.of("lang=en", "hr"));
		}
	}

	@Test
	void changeWithoutAnotherEmbedding() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.ingest("a.txt", "Apples are red.");
			IngestionJob job = workspace.pipeline().submit("a.txt", text("Apples are red."), List.of("hr", "hr"));
			assertThat(job.unchanged()).isTrue();
			assertThat(workspace.pipeline().document(job.documentId()).orElseThrow().tags()).isEqualTo(List.of("hr"));
			assertThat(workspace.pipeline().passages(job.documentId())).allMatch((each) -> each.tags().contains("hr"));
			assertThat(workspace.function().embedded()).isEqualTo(1);
		}
	}

	@Test
	void changeTogetherWithTheContent() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.ingest("a.md", Workspace.sections("apple", 3));
			IngestionJob job = workspace
				.await(workspace.pipeline().submit("a.md", text(Workspace.sections("apple", 5)), List.of("hr")));
			assertThat(workspace.pipeline().passages(job.documentId())).hasSize(5)
				.allMatch((each) -> each.tags().equals(List.of("hr")));
			assertThat(workspace.function().embedded()).isEqualTo(5);
		}
	}

	@Test
	void changeAfterwards() {
		try (Workspace workspace = new Workspace(this.folder)) {
			IngestionJob job = workspace.ingest("a.txt", "Apples are red.");
			IndexedDocument tagged = workspace.pipeline().tag(job.documentId(), List.of("hr", " old ")).orElseThrow();
			assertThat(tagged.tags()).isEqualTo(List.of("hr", "old"));
			assertThat(workspace.pipeline().document(job.documentId())).contains(tagged);
			assertThat(workspace.pipeline().passages(job.documentId(), 0, 1).getFirst().tags())
				.isEqualTo(List.of("hr", "old"));
			assertThat(workspace.pipeline().tag(job.documentId(), List.of()).orElseThrow().tags()).isEmpty();
			assertThat(workspace.database().table(Passage.class).countRows("array_has(tags, 'hr')")).isZero();
			assertThat(workspace.pipeline().tag("none", List.of("hr"))).isEmpty();
			assertThatIllegalArgumentException()
				.isThrownBy(() -> workspace.pipeline().tag(job.documentId(), List.of(" ")))
				.withMessageStartingWith("tags must have 1 to 100 characters");
			assertThat(workspace.function().embedded()).isEqualTo(1);
		}
	}

	@Test
	void areKeptByASubmissionThatBringsNone() {
		try (Workspace workspace = new Workspace(this.folder)) {
			IngestionJob job = workspace.ingest("a.txt", "Apples are red.");
			workspace.pipeline().tag(job.documentId(), List.of("hr"));
			workspace.await(workspace.pipeline().submit("a.txt", text("Apples are green."), null));
			assertThat(tags(workspace, job)).isEqualTo(List.of("hr"));
			assertThat(workspace.pipeline().passages(job.documentId()).getFirst().tags()).isEqualTo(List.of("hr"));
			assertThat(workspace.pipeline().submit("a.txt", text("Apples are green."), null).unchanged()).isTrue();
			assertThat(tags(workspace, job)).isEqualTo(List.of("hr"));
			workspace.pipeline().delete(job.documentId());
			workspace.await(workspace.pipeline().submit("a.txt", text("Apples are blue."), null));
			assertThat(tags(workspace, job)).as("another document").isEmpty();
		}
	}

	@Test
	void thatAreGivenWhileAFileArrivesAreKept() {
		try (Workspace workspace = new Workspace(this.folder)) {
			IngestionJob job = workspace.ingest("a.txt", "Apples are red.");
			InputStream slow = new SequenceInputStream(text("Apples are "), new InputStream() {

				private final InputStream rest = text("green.");

				private boolean begun;

				@Override
				public int read() throws IOException {
					if (!this.begun) {
						this.begun = true;
						workspace.pipeline().tag(job.documentId(), List.of("hr"));
					}
					return this.rest.read();
				}

			});
			workspace.await(workspace.pipeline().submit("a.txt", slow, null));
			assertThat(tags(workspace, job)).isEqualTo(List.of("hr"));
		}
	}

	private static List<String> tags(Workspace workspace, IngestionJob job) {
		return workspace.pipeline().document(job.documentId()).orElseThrow().tags();
	}

	@Test
	void changeWhileTheDocumentIsOnItsWay() {
		try (Workspace workspace = new Workspace(this.folder, HashedWords.waitingAt(1))) {
			IngestionJob job = workspace.submit("a.md", Workspace.sections("apple", 100));
			workspace.function().awaitReached();
			workspace.pipeline().tag(job.documentId(), List.of("hr"));
			workspace.function().release();
			workspace.await(job);
			assertThat(workspace.pipeline().document(job.documentId()).orElseThrow().tags()).isEqualTo(List.of("hr"));
			assertThat(workspace.pipeline().passages(job.documentId())).hasSize(100)
				.allMatch((each) -> each.tags().equals(List.of("hr")));
		}
	}

	@Test
	void areRefusedWhereTheyCannotBeUsed() {
		List<String> many = IntStream.range(0, 51).mapToObj(Integer::toString).toList();
		try (Workspace workspace = new Workspace(this.folder)) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> workspace.pipeline().submit("a.txt", text("x"), List.of("")))
				.withMessage("tags must have 1 to 100 characters that are not all blank, but one is ''");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> workspace.pipeline().submit("a.txt", text("x"), List.of("a".repeat(101))))
				.withMessageStartingWith("tags must have 1 to 100 characters");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> workspace.pipeline().submit("a.txt", text("x"), Collections.singletonList(null)))
				.withMessageEndingWith("but one is 'null'");
			assertThatIllegalArgumentException().isThrownBy(() -> workspace.pipeline().submit("a.txt", text("x"), many))
				.withMessage("tags must be at most 50 to a document, but were 51");
			assertThat(workspace.files()).isEmpty();
		}
	}

	private static InputStream text(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
	}

}

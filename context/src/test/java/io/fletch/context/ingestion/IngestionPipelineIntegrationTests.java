package io.fletch.context.ingestion;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.HashedWords;
import io.fletch.context.hash.Sha256;
import io.fletch.context.ingestion.IngestionJob.Stage;
import io.fletch.context.ingestion.IngestionJob.State;
import io.fletch.context.reading.DocumentReader;
import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.reading.ReadLimits;
import io.fletch.context.reading.UnreadableDocumentException;
import io.fletch.context.splitting.Chunk;
import io.fletch.context.splitting.SentenceSplitter;
import io.fletch.context.splitting.Splitter;
import io.fletch.store.Database;
import io.fletch.store.DatabaseOptions;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IngestionPipelineIntegrationTests {

	@TempDir
	private Path folder;

	@Test
	void readsPassagesPageByPage() {
		try (Workspace workspace = new Workspace(this.folder)) {
			IngestionJob job = workspace.ingest("a.md", Workspace.sections("apple", 7));
			String id = job.documentId();
			assertThat(workspace.pipeline().passages(id, 0, 3)).extracting(Passage::ordinal).containsExactly(0, 1, 2);
			assertThat(workspace.pipeline().passages(id, 6, 3)).extracting(Passage::ordinal).containsExactly(6);
			assertThat(workspace.pipeline().passages(id, 7, 3)).isEmpty();
			assertThat(workspace.pipeline().passages("none", 0, 3)).isEmpty();
			assertThat(workspace.pipeline().passages(id, 0, 100)).isEqualTo(workspace.pipeline().passages(id));
		}
	}

	@Test
	void refusesASecondPipelineInTheSameFolder(@TempDir Path folder) {
		IngestionSettings settings = IngestionSettings.in(folder.resolve("files"));
		try (Database database = Database.open(folder.resolve("db"),
				new EmbeddingFunctionRegistry().register(new HashedWords()));
				IngestionPipeline first = new IngestionPipeline(database, settings)) {
			assertThatThrownBy(() -> new IngestionPipeline(database, settings))
				.isInstanceOf(IllegalStateException.class)
				.hasMessageStartingWith("Another pipeline ingests into ")
				.hasMessageContaining("close it first");
			first.close();
			new IngestionPipeline(database, settings).close();
		}
	}

	@Test
	void refusesASecondPipelineForTheSameDatabase(@TempDir Path folder) throws IOException {
		IngestionSettings settings = IngestionSettings.in(folder.resolve("files"));
		IngestionSettings others = settings.withFiles(folder.resolve("others"));
		DatabaseOptions options = DatabaseOptions.defaults()
			.withFunctions(new EmbeddingFunctionRegistry().register(new HashedWords()));
		Path link = folder.resolve("link");
		try (Database database = Database.open(folder.resolve("db"), options);
				Database memory = Database.open("memory:", options);
				Database apart = Database.open("memory:", options);
				Database linked = Database.open(Files.createSymbolicLink(link, folder.resolve("db")), options)) {
			IngestionPipeline first = new IngestionPipeline(database, settings);
			for (Database same : List.of(database, linked, linked.withDefaultFunction("hashed-words"))) {
				assertThatThrownBy(() -> new IngestionPipeline(same, others)).isInstanceOf(FolderInUseException.class)
					.hasMessageStartingWith("Another pipeline ingests into ")
					.hasMessageContaining("give this one a database or a namespace of its own");
			}
			first.close();
			try (IngestionPipeline second = new IngestionPipeline(linked, others)) {
				first.close();
				assertThatThrownBy(() -> new IngestionPipeline(database, settings))
					.isInstanceOf(FolderInUseException.class)
					.hasMessageStartingWith("Another pipeline ingests into ");
				assertThat(second.resume()).isEmpty();
			}
			try (IngestionPipeline inMemory = new IngestionPipeline(memory, settings);
					IngestionPipeline inAnother = new IngestionPipeline(apart, others)) {
				assertThatThrownBy(() -> new IngestionPipeline(memory, settings.withFiles(folder.resolve("third"))))
					.isInstanceOf(FolderInUseException.class)
					.hasMessageStartingWith("Another pipeline ingests into ");
				assertThat(inMemory.resume()).isEqualTo(inAnother.resume());
			}
		}
	}

	@Test
	void aDatabaseThatWasClosedIsNotHeldByItsPipeline(@TempDir Path folder) {
		IngestionSettings settings = IngestionSettings.in(folder.resolve("files"));
		EmbeddingFunctionRegistry functions = new EmbeddingFunctionRegistry().register(new HashedWords());
		Database closed = Database.open(folder.resolve("db"), functions);
		try (IngestionPipeline left = new IngestionPipeline(closed, settings)) {
			closed.close();
			try (Database again = Database.open(folder.resolve("db"), functions);
					IngestionPipeline next = new IngestionPipeline(again,
							settings.withFiles(folder.resolve("others")))) {
				assertThat(next.resume()).isEmpty();
			}
			assertThat(left.jobs()).isEmpty();
		}
	}

	@Test
	void givesTheFolderBackWhereItCannotBeOpened(@TempDir Path folder) {
		FailingOnce splitter = new FailingOnce();
		IngestionSettings settings = IngestionSettings.in(folder.resolve("files")).withSplitter(splitter);
		try (Database database = Database.open(folder.resolve("db"),
				new EmbeddingFunctionRegistry().register(new HashedWords()))) {
			assertThatThrownBy(() -> new IngestionPipeline(database, settings))
				.isInstanceOf(IllegalStateException.class)
				.hasMessage("Fails once");
			new IngestionPipeline(database, settings).close();
		}
	}

	@Test
	void doesNotWaitForTheBatchInHandWhereItIsAbandoned() {
		HashedWords function = HashedWords.waitingAt(0);
		IngestionWork work = IngestionWork.DEFAULT.withCloseTimeout(Duration.ofMinutes(10));
		try (Workspace workspace = new Workspace(this.folder, function, Workspace.settings(this.folder, work))) {
			workspace.submit("a.txt", "Apples are red.");
			function.awaitReached();
			workspace.pipeline().abandon();
			assertThat(workspace.countPassages()).isZero();
			assertThatThrownBy(() -> workspace.submit("b.txt", "Pears are green."))
				.isInstanceOf(IllegalStateException.class)
				.hasMessage("The ingestion pipeline is closed");
		}
	}

	@Test
	void keepsFilesOfOneNameInDifferentFoldersApart() {
		try (Workspace workspace = new Workspace(this.folder)) {
			IngestionJob north = workspace
				.await(workspace.pipeline().submitPath("north/notes.txt", content("Apples are red."), List.of("hr")));
			IngestionJob south = workspace
				.await(workspace.pipeline().submitPath("../south\\notes.txt", content("Apples are green."), null));
			assertThat(List.of(north.name(), south.name())).containsExactly("north/notes.txt", "south/notes.txt");
			assertThat(workspace.pipeline().documents()).hasSize(2);
			assertThat(workspace.pipeline().submitPath("north/notes.txt", content("Apples are red."), null).unchanged())
				.isTrue();
			assertThat(workspace.pipeline().document(north.documentId()).orElseThrow().tags()).isEqualTo(List.of("hr"));
			assertThatThrownBy(() -> workspace.pipeline().submitPath("../..", content("Apples."), null))
				.isInstanceOf(IllegalArgumentException.class)
				.hasMessageContaining("nothing is left");
		}
	}

	private static InputStream content(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void makesAFileSearchable() {
		try (Workspace workspace = new Workspace(this.folder)) {
			IngestionJob job = workspace.ingest("guide.md",
					"# Guide\n\nApples are red.\n\n## Pears\n\nPears are green.\n");
			assertThat(job).isEqualTo(new IngestionJob(job.id(), job.documentId(), "guide.md", State.DONE, Stage.INDEX,
					2, 2, false, null, 0));
			IndexedDocument document = workspace.pipeline().document(job.documentId()).orElseThrow();
			assertThat(document.state()).isEqualTo(IndexedDocument.READY);
			assertThat(document.mediaType()).isEqualTo("text/markdown");
			assertThat(document.passages()).isEqualTo(2);
			assertThat(document.sizeBytes()).isEqualTo(53);
			assertThat(workspace.pipeline().passages(job.documentId())).containsExactly(
					new Passage(job.documentId() + "-0", job.documentId(), 0, "Guide\n\nApples are red.", null, 0, 22,
							"Guide", null, null, null, null),
					new Passage(job.documentId() + "-1", job.documentId(), 1, "Pears\n\nPears are green.", null, 24, 47,
							"Guide > Pears", null, null, null, null));
			assertThat(workspace.database().table(Passage.class).search("green pears").limit(1).rows())
				.extracting(Passage::ordinal)
				.containsExactly(1);
			assertThat(workspace.pipeline().passage(job.documentId() + "-1")).isPresent();
		}
	}

	@Test
	void doesNothingForTheSameContent() {
		try (Workspace workspace = new Workspace(this.folder)) {
			IngestionJob first = workspace.ingest("a.txt", "Apples are red.");
			IngestionJob second = workspace.submit("a.txt", "Apples are red.");
			assertThat(second).isEqualTo(new IngestionJob(second.id(), first.documentId(), "a.txt", State.DONE,
					Stage.INDEX, 1, 1, true, null, 0));
			assertThat(workspace.function().embedded()).isEqualTo(1);
			assertThat(workspace.files()).containsExactly(first.documentId() + ".txt");
		}
	}

	@Test
	void replacesChangedContent() {
		try (Workspace workspace = new Workspace(this.folder)) {
			String id = workspace.ingest("a.md", Workspace.sections("apple", 5)).documentId();
			IngestionJob job = workspace.ingest("a.md", Workspace.sections("pear", 2));
			assertThat(job.state()).isEqualTo(State.DONE);
			assertThat(job.documentId()).isEqualTo(id);
			assertThat(workspace.texts(id)).containsExactly("Heading 0\n\nThe pear has number 0.",
					"Heading 1\n\nThe pear has number 1.");
			assertThat(workspace.countPassages()).isEqualTo(2);
			assertThat(workspace.pipeline().documents()).hasSize(1);
		}
	}

	@Test
	void keepsThePassagesThatStayTheSame() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.ingest("a.md", Workspace.sections("apple", 40));
			workspace.ingest("a.md", Workspace.sections("apple", 41));
			assertThat(workspace.function().embedded()).isEqualTo(41);
			assertThat(workspace.countPassages()).isEqualTo(41);
		}
	}

	@Test
	void makesPassagesAnewWhenTheSettingsChange() {
		String text = "One is a sentence of some length. Two is a sentence of some length. Three is one, too.";
		try (Workspace workspace = new Workspace(this.folder)) {
			assertThat(workspace.ingest("a.txt", text).total()).isEqualTo(1);
		}
		IngestionSettings smaller = IngestionSettings.in(this.folder.resolve("files"))
			.withSplitter(new SentenceSplitter(40));
		try (Workspace workspace = new Workspace(this.folder, new HashedWords(), smaller)) {
			IngestionJob job = workspace.ingest("a.txt", text);
			assertThat(job.unchanged()).isFalse();
			assertThat(workspace.countPassages()).isEqualTo(3);
		}
	}

	@Test
	void keepsTheOlderVersionWhereTheNewOneCannotBeRead() {
		try (Workspace workspace = new Workspace(this.folder)) {
			String id = workspace.ingest("a.md", "Apples are red.").documentId();
			IngestionJob failed = workspace.ingest("a.md", " \n ");
			assertThat(failed.state()).isEqualTo(State.FAILED);
			assertThat(failed.error()).startsWith("'a.md' holds no text.");
			IndexedDocument document = workspace.pipeline().document(id).orElseThrow();
			assertThat(document.state()).isEqualTo(IndexedDocument.FAILED);
			assertThat(document.error()).isEqualTo(failed.error());
			assertThat(document.passages()).isEqualTo(1);
			assertThat(workspace.texts(id)).containsExactly("Apples are red.");
			assertThat(workspace.ingest("a.md", "Apples are red.").state()).isEqualTo(State.DONE);
			assertThat(workspace.function().embedded()).isEqualTo(1);
		}
	}

	@Test
	void saysWhyEmbeddingFailedAndTriesAgainWhenAsked() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.function().failing(true);
			IngestionJob failed = workspace.ingest("a.txt", "Apples are red.");
			assertThat(failed.error())
				.isEqualTo("'a.txt' could not be ingested: The model broke. Retry it, or add it again.");
			workspace.function().failing(false);
			assertThat(workspace.ingest("a.txt", "Apples are red.").state()).isEqualTo(State.DONE);
		}
	}

	@Test
	void deletesADocumentWithAllThatBelongsToIt() {
		try (Workspace workspace = new Workspace(this.folder)) {
			String kept = workspace.ingest("kept.txt", "Pears are green.").documentId();
			String id = workspace.ingest("a.txt", "Apples are red.").documentId();
			assertThat(workspace.pipeline().delete(id)).isTrue();
			assertThat(workspace.pipeline().document(id)).isEmpty();
			assertThat(workspace.pipeline().documents()).extracting(IndexedDocument::id).containsExactly(kept);
			assertThat(workspace.countPassages()).isEqualTo(1);
			assertThat(workspace.files()).containsExactly(kept + ".txt");
			assertThat(workspace.pipeline().delete(id)).isFalse();
			assertThat(workspace.pipeline().delete("unknown")).isFalse();
		}
	}

	@Test
	void remembersWhatWasDeletedUntilItIsSubmittedAgain() {
		String hash = Sha256.hex("Apples are red.");
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.pipeline().delete(workspace.ingest("a.txt", "Apples are red.").documentId());
		}
		try (Workspace workspace = new Workspace(this.folder)) {
			IngestionPipeline pipeline = workspace.pipeline();
			assertThat(pipeline.wasDeleted("a.txt", hash)).isTrue();
			assertThat(pipeline.wasDeleted("a.txt", hash + "-12345678")).isTrue();
			assertThat(pipeline.wasDeleted("a.txt", Sha256.hex("other"))).isFalse();
			assertThat(pipeline.wasDeleted("b.txt", hash)).isFalse();
			assertThat(workspace.ingest("a.txt", "Apples are red.").state()).isEqualTo(State.DONE);
			assertThat(pipeline.wasDeleted("a.txt", hash)).isFalse();
		}
	}

	@Test
	void deletesADocumentWhileItIsIngested() {
		try (Workspace workspace = new Workspace(this.folder, HashedWords.waitingAt(1))) {
			IngestionJob job = workspace.submit("a.md", Workspace.sections("apple", 100));
			workspace.function().awaitReached();
			assertThat(workspace.pipeline().job(job.id()).orElseThrow().done()).isEqualTo(32);
			assertThat(workspace.pipeline().delete(job.documentId())).isTrue();
			workspace.function().release();
			assertThat(workspace.ingest("next.txt", "Pears are green.").state()).isEqualTo(State.DONE);
			assertThat(workspace.pipeline().job(job.id()).orElseThrow().state()).isEqualTo(State.CANCELLED);
			assertThat(workspace.countPassages()).isEqualTo(1);
		}
	}

	@Test
	void letsALaterSubmissionOfTheSameNameWin() {
		try (Workspace workspace = new Workspace(this.folder, HashedWords.waitingAt(1))) {
			IngestionJob first = workspace.submit("a.md", Workspace.sections("apple", 100));
			workspace.function().awaitReached();
			IngestionJob same = workspace.submit("a.md", Workspace.sections("apple", 100));
			assertThat(same.id()).isEqualTo(first.id());
			IngestionJob second = workspace.submit("a.md", Workspace.sections("pear", 3));
			workspace.function().release();
			assertThat(workspace.await(second).state()).isEqualTo(State.DONE);
			assertThat(workspace.pipeline().job(first.id()).orElseThrow().state()).isEqualTo(State.CANCELLED);
			assertThat(workspace.texts(second.documentId())).hasSize(3).allMatch((text) -> text.contains("pear"));
		}
	}

	@Test
	void takesTheSameNameFromManyThreads() throws Exception {
		try (Workspace workspace = new Workspace(this.folder);
				ExecutorService threads = Executors.newFixedThreadPool(8)) {
			List<Callable<IngestionJob>> submissions = new ArrayList<>();
			for (int index = 0; index < 40; index++) {
				int version = index % 4;
				submissions.add(() -> workspace.submit("a.md", Workspace.sections("fruit" + version, 3 + version)));
			}
			for (Future<IngestionJob> job : threads.invokeAll(submissions)) {
				assertThat(workspace.await(job.get()).state()).isIn(State.DONE, State.CANCELLED);
			}
			IndexedDocument document = workspace.pipeline().documents().getFirst();
			assertThat(document.state()).isEqualTo(IndexedDocument.READY);
			int version = document.passages() - 3;
			assertThat(workspace.texts(document.id())).hasSize(document.passages())
				.allMatch((text) -> text.contains("fruit" + version));
			assertThat(workspace.countPassages()).isEqualTo(document.passages());
			assertThat(workspace.files()).containsExactly(document.id() + ".md");
		}
	}

	@Test
	void goesOnAfterClosing() {
		String content = Workspace.sections("apple", 100);
		HashedWords waiting = HashedWords.waitingAt(1);
		try (Workspace workspace = new Workspace(this.folder, waiting)) {
			workspace.submit("a.md", content);
			workspace.submit("b.txt", "Pears are green.");
			waiting.awaitReached();
			Thread.ofVirtual().start(() -> {
				Workspace.await(() -> isClosing(workspace));
				waiting.release();
			});
			workspace.pipeline().close();
			assertThat(workspace.pipeline().jobs()).extracting(IngestionJob::state)
				.containsExactly(State.QUEUED, State.QUEUED);
		}
		assertResumes(this.folder, content, 64);
	}

	private static boolean isClosing(Workspace workspace) {
		try {
			workspace.pipeline().delete("unknown");
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

	@Test
	void goesOnAfterACrash() throws IOException {
		String content = Workspace.sections("apple", 100);
		Path crashed = this.folder.resolve("crashed");
		HashedWords waiting = HashedWords.waitingAt(2);
		try (Workspace workspace = new Workspace(this.folder.resolve("alive"), waiting)) {
			workspace.submit("a.md", content);
			workspace.submit("b.txt", "Pears are green.");
			waiting.awaitReached();
			Workspace.copy(this.folder.resolve("alive"), crashed);
		}
		assertResumes(crashed, content, 64);
	}

	private static void assertResumes(Path folder, String content, int durable) {
		try (Workspace workspace = new Workspace(folder)) {
			List<IngestionJob> jobs = workspace.pipeline().resume();
			assertThat(jobs).extracting(IngestionJob::name).containsExactly("a.md", "b.txt");
			jobs.forEach((job) -> assertThat(workspace.await(job).state()).isEqualTo(State.DONE));
			assertThat(workspace.function().embedded()).isEqualTo(100 - durable + 1);
			assertThat(workspace.texts(jobs.getFirst().documentId())).hasSize(100)
				.startsWith("Heading 0\n\nThe apple has number 0.")
				.endsWith("Heading 99\n\nThe apple has number 99.");
			assertThat(workspace.pipeline().resume()).isEmpty();
			assertThat(workspace.submit("a.md", content).unchanged()).isTrue();
		}
	}

	@Test
	void cleansUpAfterACrash() throws IOException {
		String failing;
		try (Workspace workspace = new Workspace(this.folder)) {
			String id = workspace.ingest("a.txt", "Apples are red.").documentId();
			DocumentTables tables = new DocumentTables(workspace.database());
			tables.write(tables.document(id).orElseThrow().deleted(null));
			failing = DocumentName.of("gone.txt").id();
			tables.write(new IndexedDocument(failing, "gone.txt", "text/plain", "0-0", 1, IndexedDocument.PENDING, null,
					0, Instant.EPOCH));
			Files.writeString(this.folder.resolve("files").resolve("incoming-" + UUID.randomUUID()), "half");
		}
		try (Workspace workspace = new Workspace(this.folder)) {
			List<IngestionJob> jobs = workspace.pipeline().resume();
			assertThat(jobs).extracting(IngestionJob::error)
				.containsExactly("The file of 'gone.txt' is gone. Add it again.");
			assertThat(workspace.pipeline().document(failing).orElseThrow().state()).isEqualTo(IndexedDocument.FAILED);
			assertThat(workspace.countPassages()).isZero();
			assertThat(workspace.files()).isEmpty();
		}
	}

	@Test
	void takesNoFileThatItCannotRead() {
		IngestionSettings small = IngestionSettings.in(this.folder.resolve("files"))
			.withReader(new DocumentReader(new ReadLimits(10, 1000, Duration.ofSeconds(10))));
		try (Workspace workspace = new Workspace(this.folder, new HashedWords(), small)) {
			assertThatThrownBy(() -> workspace.submit("a.exe", "text")).isInstanceOf(UnreadableDocumentException.class)
				.hasMessageStartingWith("'a.exe' is of a kind that cannot be read.");
			assertThatThrownBy(() -> workspace.submit("a.txt", "12345678901"))
				.isInstanceOf(UnreadableDocumentException.class)
				.hasMessageStartingWith("'a.txt' is too large.");
			assertThatThrownBy(() -> workspace.submit("a.txt", "")).isInstanceOf(UnreadableDocumentException.class)
				.hasMessageStartingWith("'a.txt' holds no text.");
			assertThatThrownBy(() -> workspace.pipeline().submit("a.txt", new BrokenStream()))
				.isInstanceOf(UncheckedIOException.class)
				.hasMessageContaining("'a.txt' could not be copied: the line broke");
			assertThatThrownBy(() -> workspace.submit("../..", "text")).isInstanceOf(IllegalArgumentException.class)
				.hasMessageStartingWith("name must be the name of a file");
			assertThat(workspace.files()).isEmpty();
			assertThat(workspace.pipeline().jobs()).isEmpty();
			assertThat(workspace.pipeline().documents()).isEmpty();
		}
	}

	@Test
	void keepsHostileNamesOutOfPaths() {
		try (Workspace workspace = new Workspace(this.folder)) {
			IngestionJob job = workspace.ingest("../../etc/\u202epass\nwd<script>.TXT", "Apples are red.");
			assertThat(job.name()).isEqualTo("passwd<script>.TXT");
			assertThat(workspace.files()).containsExactly(job.documentId() + ".txt");
			assertThat(job.documentId()).matches("[0-9a-f]{16}");
		}
	}

	@Test
	void listsDocumentsNewestFirst() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.ingest("a.txt", "Apples are red.");
			workspace.ingest("b.txt", "Pears are green.");
			workspace.ingest("a.txt", "Apples are sweet.");
			assertThat(workspace.pipeline().documents()).extracting(IndexedDocument::name)
				.containsExactly("a.txt", "b.txt");
		}
	}

	@Test
	void takesNothingOnceClosed() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.pipeline().close();
			assertThatThrownBy(() -> workspace.submit("a.txt", "text")).isInstanceOf(IllegalStateException.class)
				.hasMessage("The ingestion pipeline is closed");
			assertThat(workspace.files()).isEmpty();
			workspace.pipeline().close();
		}
	}

	/**
	 * An upload whose connection breaks.
	 */
	private static final class BrokenStream extends InputStream {

		private final InputStream start = new ByteArrayInputStream("abc".getBytes(StandardCharsets.UTF_8));

		@Override
		public int read() throws IOException {
			int next = this.start.read();
			if (next < 0) {
				throw new IOException("the line broke");
			}
			return next;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int next = read();
			bytes[offset] = (byte) next;
			return 1;
		}

	}

	/** Cannot describe itself the first time. */
	private static final class FailingOnce implements Splitter {

		private final Splitter splitter = new SentenceSplitter(200);

		private boolean hasFailed;

		@Override
		public List<Chunk> split(ParsedDocument document) {
			return this.splitter.split(document);
		}

		@Override
		public String description() {
			if (!this.hasFailed) {
				this.hasFailed = true;
				throw new IllegalStateException("Fails once");
			}
			return this.splitter.description();
		}

	}

}

package io.fletch.context.ingestion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.context.HashedWords;
import io.fletch.context.ingestion.IngestionJob.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Documents at which the process ends.
 */
class CutShortIntegrationTests {

	@TempDir
	private Path folder;

	@Test
	void givesADocumentUpAtWhichTheProcessEndsAgainAndAgain() throws IOException {
		Path crashed = cutShort(5, "Apples are red.", 0);
		try (Workspace workspace = new Workspace(crashed)) {
			workspace.pipeline().resume().forEach(workspace::await);
			assertThat(workspace.pipeline().deadLetters()).extracting(DeadLetter::name, DeadLetter::reason)
				.containsExactly(tuple("a.md", "CUT_SHORT"));
			assertThat(workspace.pipeline().deadLetters().getFirst().message())
				.startsWith("The process ended 5 times while 'a.md' was ingested");
			assertThat(workspace.texts(DocumentName.of("b.txt").id())).hasSize(1);
			IngestionJob retried = workspace.pipeline().retryAll().getFirst();
			assertThat(workspace.await(retried).state()).isEqualTo(State.DONE);
			Workspace.await(() -> marks(crashed) == 0);
		}
	}

	@Test
	void doesNotBlameADocumentForAFewEndsHoweverFewAttemptsThereAre() throws IOException {
		Path crashed = cutShort(4, "Apples are red.", 0);
		IngestionWork once = IngestionWork.DEFAULT.withWorkers(1).withAttempts(1, Duration.ofMillis(1));
		try (Workspace workspace = new Workspace(crashed, new HashedWords(),
				IngestionSettings.in(crashed.resolve("files")).withWork(once))) {
			assertThat(workspace.pipeline().resume()).hasSize(2)
				.allSatisfy((job) -> assertThat(workspace.await(job).state()).isEqualTo(State.DONE));
		}
	}

	@Test
	void doesNotBlameADocumentThatMakesProgress() throws IOException {
		Path crashed = cutShort(7, Workspace.sections("apple", 300), 1);
		try (Workspace workspace = new Workspace(crashed)) {
			assertThat(workspace.pipeline().resume()).hasSize(2)
				.allSatisfy((job) -> assertThat(workspace.await(job).state()).isEqualTo(State.DONE));
		}
	}

	@Test
	void countsNoEndThatWasInOrder() {
		HashedWords waiting = HashedWords.waitingAt(0);
		try (Workspace workspace = new Workspace(this.folder, waiting)) {
			workspace.submit("a.md", "Apples are red.");
			waiting.awaitReached();
			assertThat(marks(this.folder)).isEqualTo(1);
		}
		assertThat(marks(this.folder)).isZero();
	}

	@ParameterizedTest
	@EnumSource(SyncMode.class)
	void noModeOfASynchronisationTakesUpWhatEndedTheProcess(SyncMode mode) throws IOException {
		Path sources = Files.createDirectories(this.folder.resolve("sources"));
		Files.writeString(sources.resolve("a.md"), "Apples are red.");
		FolderSource source = FolderSource.of(sources);
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.pipeline().sync(source, mode);
			DocumentTables tables = new DocumentTables(workspace.database());
			IndexedDocument ready = tables.documents().getFirst();
			tables.write(ready.failed(Failure.cutShort("a.md", 5), 0, 0));
			assertThat(workspace.pipeline().sync(source, mode).failed()).containsOnlyKeys("a.md");
			Files.writeString(sources.resolve("a.md"), "Apples are green.");
			assertThat(workspace.pipeline().sync(source, mode).failed()).isEmpty();
		}
	}

	@Test
	void aMarkThatCannotBeRemovedHindersNothing() throws IOException {
		try (Workspace workspace = new Workspace(this.folder)) {
			Path mark = this.folder.resolve("files").resolve(".begun").resolve(DocumentName.of("a.md").id() + ".begun");
			Files.createDirectories(mark.resolve("in the way"));
			assertThat(workspace.ingest("a.md", "Apples are red.").state()).isEqualTo(State.DONE);
			assertThat(workspace.ingest("b.md", "Pears are green.").state()).isEqualTo(State.DONE);
		}
		try (Workspace workspace = new Workspace(this.folder)) {
			assertThat(workspace.pipeline().resume()).isEmpty();
		}
	}

	private static long marks(Path workspace) {
		try (Stream<Path> marks = Files.list(workspace.resolve("files").resolve(".begun"))) {
			return marks.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Begins to ingest again and again, and copies what a crash would leave.
	 */
	private Path cutShort(int times, String text, int batch) throws IOException {
		Path at = this.folder.resolve("0");
		for (int time = 1; time <= times; time++) {
			Path crashed = this.folder.resolve(Integer.toString(time));
			HashedWords waiting = HashedWords.waitingAt(batch);
			try (Workspace workspace = new Workspace(at, waiting)) {
				if (workspace.pipeline().resume().isEmpty()) {
					workspace.submit("a.md", text);
					workspace.submit("b.txt", "Pears are green.");
				}
				waiting.awaitReached();
				Workspace.copy(at, crashed);
			}
			at = crashed;
		}
		return at;
	}

}

package io.fletch.context.ingestion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.HashedWords;
import io.fletch.context.ingestion.IngestionJob.State;

import static org.assertj.core.api.Assertions.assertThat;

class ParallelIngestionIntegrationTests {

	@TempDir
	private Path folder;

	@Test
	void embedsSeveralDocumentsAtOnce() {
		IngestionSettings settings = Workspace.settings(this.folder, IngestionWork.DEFAULT.withWorkers(4));
		try (Workspace workspace = new Workspace(this.folder, HashedWords.slow(2_000_000), settings)) {
			List<IngestionJob> jobs = new ArrayList<>();
			for (int index = 0; index < 12; index++) {
				jobs.add(workspace.submit("d" + index + ".md", Workspace.sections("fruit" + index, 40)));
			}
			jobs.forEach((job) -> assertThat(workspace.await(job).state()).isEqualTo(State.DONE));
			assertThat(workspace.function().mostAtOnce()).isBetween(2, 4);
			assertThat(workspace.countPassages()).isEqualTo(12 * 40);
			for (IngestionJob job : jobs) {
				assertThat(workspace.texts(job.documentId())).hasSize(40)
					.allMatch(
							(text) -> text.contains("fruit" + job.name().substring(1, job.name().indexOf('.')) + " "));
			}
		}
	}

	@Test
	void doesNotLetALongDocumentHoldUpTheOthers() {
		IngestionSettings settings = Workspace.settings(this.folder, IngestionWork.DEFAULT);
		try (Workspace workspace = new Workspace(this.folder, HashedWords.waitingAt(0), settings)) {
			IngestionJob held = workspace.submit("long.md", Workspace.sections("apple", 100));
			workspace.function().awaitReached();
			assertThat(workspace.ingest("short.txt", "Pears are green.").state()).isEqualTo(State.DONE);
			assertThat(workspace.pipeline().job(held.id()).orElseThrow().state()).isEqualTo(State.RUNNING);
			workspace.function().release();
			assertThat(workspace.await(held).state()).isEqualTo(State.DONE);
		}
	}

	@Test
	void doesNotLetADocumentThatWaitsToBeRetriedHoldUpTheOthers() {
		IngestionSettings settings = IngestionSettings.in(this.folder.resolve("files"))
			.withWork(IngestionWork.DEFAULT.withWorkers(1).withAttempts(2, Duration.ofHours(1)));
		try (Workspace workspace = new Workspace(this.folder, new HashedWords(), settings)) {
			workspace.function().failNext(1, new UncheckedIOException(new IOException("busy")));
			workspace.submit("a.txt", "Apples are red.");
			assertThat(workspace.ingest("b.txt", "Pears are green.").state()).isEqualTo(State.DONE);
		}
	}

	@Test
	void cancelsAWaitingAndARunningJob() {
		try (Workspace workspace = new Workspace(this.folder, HashedWords.waitingAt(1))) {
			IngestionJob running = workspace.submit("a.md", Workspace.sections("apple", 100));
			IngestionJob waiting = workspace.submit("b.txt", "Pears are green.");
			workspace.function().awaitReached();
			assertThat(workspace.pipeline().cancel(waiting.id())).isTrue();
			assertThat(workspace.pipeline().cancel(running.id())).isTrue();
			assertThat(workspace.pipeline().cancel(running.id())).isFalse();
			assertThat(workspace.pipeline().cancel("unknown")).isFalse();
			// The model is not released: cancelling interrupts it.
			assertThat(workspace.ingest("next.txt", "Plums are blue.").state()).isEqualTo(State.DONE);
			assertThat(workspace.countPassages()).isEqualTo(32 + 1);
			assertThat(workspace.pipeline().deadLetters()).extracting(DeadLetter::reason)
				.containsExactly("CANCELLED", "CANCELLED");
			assertThat(workspace.await(workspace.pipeline().retry(running.documentId()).orElseThrow()).total())
				.isEqualTo(100);
			assertThat(workspace.function().embedded()).isEqualTo(32 + 1 + 68);
		}
	}

	@Test
	void doesNotResumeWhatWasCancelled() {
		try (Workspace workspace = new Workspace(this.folder, HashedWords.waitingAt(0))) {
			IngestionJob job = workspace.submit("a.txt", "Apples are red.");
			workspace.function().awaitReached();
			workspace.pipeline().cancel(job.id());
		}
		try (Workspace workspace = new Workspace(this.folder)) {
			assertThat(workspace.pipeline().resume()).isEmpty();
			assertThat(workspace.pipeline().deadLetters()).extracting(DeadLetter::name).containsExactly("a.txt");
		}
	}

	@Test
	void closesWithinItsTimeAndLosesNothing() {
		IngestionSettings impatient = Workspace.settings(this.folder,
				IngestionWork.DEFAULT.withCloseTimeout(Duration.ofMillis(50)));
		HashedWords stuck = HashedWords.waitingAt(1);
		try (Workspace workspace = new Workspace(this.folder, stuck, impatient)) {
			workspace.submit("a.md", Workspace.sections("apple", 100));
			stuck.awaitReached();
			long begun = System.nanoTime();
			workspace.pipeline().close();
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
		}
		try (Workspace workspace = new Workspace(this.folder)) {
			IngestionJob job = workspace.pipeline().resume().getFirst();
			assertThat(workspace.await(job).done()).isEqualTo(100);
			assertThat(workspace.function().embedded()).isEqualTo(68);
		}
	}

	@Test
	void keepsTheInterruptOfWhoeverCloses() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.ingest("a.txt", "Apples are red.");
			Thread.currentThread().interrupt();
			workspace.pipeline().close();
			assertThat(Thread.interrupted()).isTrue();
		}
	}

}

package io.fletch.context.ingestion;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.HashedWords;
import io.fletch.context.ingestion.IngestionEvent.Type;
import io.fletch.context.ingestion.IngestionJob.Stage;
import io.fletch.context.ingestion.IngestionJob.State;
import io.fletch.store.embedding.EmbeddingException;

import static org.assertj.core.api.Assertions.assertThat;

class IngestionEventsIntegrationTests {

	@TempDir
	private Path folder;

	private final List<IngestionEvent> events = new CopyOnWriteArrayList<>();

	@Test
	void tellsTheLifeOfADocumentInOrder() {
		try (Workspace workspace = listening()) {
			String id = workspace.ingest("a.md", Workspace.sections("apple", 40)).documentId();
			workspace.pipeline().delete(id);
			awaitLast(Type.REMOVED);
			assertThat(types()).containsExactly(Type.SUBMITTED, Type.STAGE, Type.STAGE, Type.PROGRESS, Type.PROGRESS,
					Type.PROGRESS, Type.STAGE, Type.DONE, Type.REMOVED);
			assertThat(this.events).filteredOn((event) -> event.type() == Type.STAGE)
				.extracting((event) -> event.job().stage())
				.containsExactly(Stage.SPLIT, Stage.EMBED, Stage.INDEX);
			assertThat(this.events).filteredOn((event) -> event.type() == Type.PROGRESS)
				.extracting((event) -> event.job().done())
				.containsExactly(0, 32, 40);
			assertThat(this.events).allMatch((event) -> event.documentId().equals(id) && event.name().equals("a.md"));
			assertThat(this.events.getLast().job()).isEqualTo(this.events.get(this.events.size() - 2).job());
		}
	}

	@Test
	void tellsTheLastJobOfADeadLetterThatIsDiscarded() {
		try (Workspace workspace = listening()) {
			IngestionJob job = workspace.ingest("a.json", "{");
			assertThat(workspace.pipeline().discard(job.documentId())).isTrue();
			awaitLast(Type.REMOVED);
			assertThat(this.events.getLast().job()).isEqualTo(job);
			assertThat(job.state()).isEqualTo(State.FAILED);
		}
	}

	@Test
	void tellsWhatIsKnownOfADocumentOfAnEarlierRun() {
		String id;
		try (Workspace workspace = new Workspace(this.folder)) {
			id = workspace.ingest("a.txt", "Apples are red.").documentId();
		}
		try (Workspace workspace = listening()) {
			workspace.pipeline().delete(id);
			awaitLast(Type.REMOVED);
			IngestionJob job = this.events.getLast().job();
			assertThat(job.name()).isEqualTo("a.txt");
			assertThat(job.state()).isEqualTo(State.DONE);
			assertThat(job.total()).isEqualTo(1);
		}
	}

	@Test
	void tellsOfRetriesAndFailures() {
		try (Workspace workspace = listening()) {
			workspace.function().failNext(2, new EmbeddingException("Unreachable"));
			workspace.ingest("a.txt", "Apples are red.");
			awaitLast(Type.FAILED);
			assertThat(types()).containsSubsequence(Type.SUBMITTED, Type.RETRIED, Type.FAILED);
			IngestionJob job = this.events.getLast().job();
			assertThat(job.attempts()).isEqualTo(2);
			assertThat(job.error()).contains("Unreachable");
		}
	}

	@Test
	void tellsOfCancelledAndUnchangedOnes() {
		try (Workspace workspace = listening()) {
			workspace.ingest("a.txt", "Apples are red.");
			workspace.submit("a.txt", "Apples are red.");
			awaitLast(Type.DONE);
			Workspace.await(() -> this.events.getLast().job().unchanged());
			HashedWords function = workspace.function();
			function.failing(true);
			IngestionJob job = workspace.submit("b.txt", "Pears are green.");
			workspace.pipeline().cancel(job.id());
			Workspace.await(() -> types().contains(Type.CANCELLED) || types().contains(Type.FAILED));
		}
	}

	@Test
	void isNotHarmedByListenersThatThrowOrWait() {
		CountDownLatch released = new CountDownLatch(1);
		try (Workspace workspace = listening()) {
			workspace.pipeline().addListener((event) -> {
				throw new IllegalStateException("A bad listener");
			});
			workspace.pipeline().addListener((event) -> await(released));
			assertThat(workspace.ingest("a.txt", "Apples are red.").state()).isEqualTo(State.DONE);
			released.countDown();
			awaitLast(Type.DONE);
			assertThat(types()).startsWith(Type.SUBMITTED).endsWith(Type.DONE);
		}
	}

	@Test
	void letsListenersUseThePipeline() {
		try (Workspace workspace = listening()) {
			List<IngestionJob> followed = new CopyOnWriteArrayList<>();
			workspace.pipeline().addListener((event) -> {
				if (event.type() == Type.DONE && event.name().equals("a.txt")) {
					followed.add(workspace.submit("b.txt", "Pears are green."));
				}
			});
			workspace.ingest("a.txt", "Apples are red.");
			Workspace.await(() -> !followed.isEmpty());
			assertThat(workspace.await(followed.getFirst()).state()).isEqualTo(State.DONE);
		}
	}

	@Test
	void tellsNothingToListenersThatWereRemoved() {
		try (Workspace workspace = new Workspace(this.folder)) {
			IngestionListener listener = this.events::add;
			workspace.pipeline().addListener(listener);
			workspace.pipeline().removeListener(listener);
			workspace.ingest("a.txt", "Apples are red.");
			workspace.pipeline().close();
			assertThat(this.events).isEmpty();
		}
	}

	@Test
	void leavesOutProgressWhereAListenerIsTooSlowAndKeepsTheRest() {
		EventQueue queue = new EventQueue();
		CountDownLatch released = new CountDownLatch(1);
		queue.add((event) -> await(released));
		queue.add(this.events::add);
		IngestionJob job = new IngestionJob("j", "d", "a.txt", State.RUNNING, Stage.EMBED, 1, 2, false, null, 0);
		for (int index = 0; index < 5_000; index++) {
			queue.publish(IngestionEvent.of(Type.PROGRESS, job));
		}
		queue.publish(IngestionEvent.of(Type.DONE, job));
		released.countDown();
		queue.close();
		assertThat(this.events).hasSizeBetween(1_001, 1_002);
		assertThat(this.events.getLast().type()).isEqualTo(Type.DONE);
	}

	private Workspace listening() {
		Workspace workspace = new Workspace(this.folder);
		workspace.pipeline().addListener(this.events::add);
		return workspace;
	}

	private List<Type> types() {
		return this.events.stream().map(IngestionEvent::type).toList();
	}

	private void awaitLast(Type type) {
		Workspace.await(() -> !this.events.isEmpty() && this.events.getLast().type() == type);
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(30, TimeUnit.SECONDS)) {
				throw new IllegalStateException("waited too long");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("interrupted", ex);
		}
	}

}

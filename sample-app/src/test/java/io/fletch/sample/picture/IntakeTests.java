package io.fletch.sample.picture;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class IntakeTests {

	private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch begin = new CountDownLatch(1);

	@AfterEach
	void letGo() {
		this.begin.countDown();
	}

	@Test
	void writesInBatchesAndFailsOnlyWhatFails() throws Exception {
		try (Intake intake = new Intake(this::write)) {
			List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				outcomes.add(added(intake, (i == 7) ? "bad" : "good " + i));
			}
			await().until(() -> intake.waiting() == 40 && !this.batches.isEmpty());
			this.begin.countDown();
			for (int i = 0; i < 40; i++) {
				if (i == 7) {
					assertThatExceptionOfType(ExecutionException.class).isThrownBy(outcomes.get(i)::get)
						.withMessageContaining("no such picture");
				}
				else {
					assertThat(outcomes.get(i).get()).isTrue();
				}
			}
			assertThat(this.batches).allMatch((size) -> size <= 16).contains(16);
		}
	}

	@Test
	void asksAModelThatFailsOnceForABatch() {
		try (Intake intake = new Intake(this::write)) {
			CompletableFuture<Boolean> first = added(intake, "first");
			await().until(() -> !this.batches.isEmpty());
			List<CompletableFuture<Boolean>> others = IntStream.range(0, 5)
				.mapToObj((i) -> added(intake, "broken"))
				.toList();
			await().until(() -> intake.waiting() == 6);
			this.begin.countDown();
			assertThat(first.join()).isTrue();
			for (CompletableFuture<Boolean> other : others) {
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(other::get)
					.withMessageContaining("The model fails");
			}
			assertThat(this.batches).containsExactly(1, 5);
		}
	}

	@Test
	void finishesWhatHasComeAndTakesNoMore() throws Exception {
		Intake intake = new Intake(this::write);
		CompletableFuture<Boolean> first = added(intake, "first");
		await().until(() -> !this.batches.isEmpty());
		CompletableFuture<Void> closing = run(intake::close);
		this.begin.countDown();
		closing.get();
		assertThat(first.get()).isTrue();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> intake.add(named("late")))
			.withMessageContaining("rejected");
	}

	@Test
	void givesUpWhatTakesLongerThanAStopMay() {
		Intake intake = new Intake(this::write, Duration.ofMillis(50));
		CompletableFuture<Boolean> first = added(intake, "first");
		await().until(() -> !this.batches.isEmpty());
		CompletableFuture<Boolean> second = added(intake, "second");
		await().until(() -> intake.waiting() == 2);
		intake.close();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(first::get).withMessageContaining("Interrupted");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(second::get)
			.withMessageContaining("The application ends");
		assertThat(this.batches).containsExactly(1);
	}

	/** A thread that nobody waits for, so that a wrong answer is told and not hung on. */
	private static CompletableFuture<Boolean> added(Intake intake, String name) {
		CompletableFuture<Boolean> outcome = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> {
			try {
				outcome.complete(intake.add(named(name)));
			}
			catch (RuntimeException ex) {
				outcome.completeExceptionally(ex);
			}
		});
		return outcome;
	}

	private static CompletableFuture<Void> run(Runnable action) {
		return CompletableFuture.runAsync(action, (task) -> Thread.ofVirtual().start(task));
	}

	private List<Boolean> write(List<StoredPicture> pictures) {
		this.batches.add(pictures.size());
		try {
			this.begin.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted", ex);
		}
		if (pictures.stream().anyMatch((picture) -> picture.name().equals("bad"))) {
			throw new UnusablePictureException("no such picture");
		}
		if (pictures.stream().anyMatch((picture) -> picture.name().equals("broken"))) {
			throw new PicturesUnavailableException("The model fails");
		}
		return pictures.stream().map((picture) -> true).toList();
	}

	private static StoredPicture named(String name) {
		return new StoredPicture(name, name, Instant.EPOCH, "image/png", 1, 1, 1, new byte[1], "image/png", new byte[1],
				null);
	}

}

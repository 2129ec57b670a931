package io.fletch.sample.picture;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IntakeTests {

	private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch begin = new CountDownLatch(1);

	@Test
	void writesInBatchesAndFailsOnlyWhatFails() throws Exception {
		try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
				Intake intake = new Intake(this::write)) {
			List<Future<Boolean>> outcomes = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				String name = (i == 7) ? "bad" : "good " + i;
				Callable<Boolean> add = () -> intake.add(named(name));
				outcomes.add(clients.submit(add));
			}
			this.begin.countDown();
			for (int i = 0; i < 40; i++) {
				Future<Boolean> outcome = outcomes.get(i);
				if (i == 7) {
					assertThatExceptionOfType(ExecutionException.class).isThrownBy(outcome::get)
						.withMessageContaining("no such picture");
				}
				else {
					assertThat(outcome.get()).isTrue();
				}
			}
			assertThat(this.batches).allMatch((size) -> size <= 16).anyMatch((size) -> size > 1);
		}
	}

	@Test
	void finishesWhatHasComeAndTakesNoMore() throws Exception {
		Intake intake = new Intake(this::write);
		try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
			Future<Boolean> first = clients.submit(() -> intake.add(named("first")));
			while (this.batches.isEmpty()) {
				Thread.onSpinWait();
			}
			Future<?> closing = clients.submit(intake::close);
			this.begin.countDown();
			closing.get();
			assertThat(first.get()).isTrue();
			assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> intake.add(named("late")))
				.withMessageContaining("rejected");
		}
	}

	private List<Boolean> write(List<StoredPicture> pictures) {
		this.batches.add(pictures.size());
		try {
			this.begin.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		if (pictures.stream().anyMatch((picture) -> picture.name().equals("bad"))) {
			throw new UnusablePictureException("no such picture");
		}
		return pictures.stream().map((picture) -> true).toList();
	}

	private static StoredPicture named(String name) {
		return new StoredPicture(name, name, Instant.EPOCH, "image/png", 1, 1, 1, new byte[1], "image/png", new byte[1],
				null);
	}

}

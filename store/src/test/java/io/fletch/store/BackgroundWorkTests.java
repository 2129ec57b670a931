package io.fletch.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BackgroundWorkTests {

	private final BackgroundWork work = new BackgroundWork();

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch mayEnd = new CountDownLatch(1);

	private final AtomicReference<String> end = new AtomicReference<>("none");

	@AfterEach
	void close() {
		this.mayEnd.countDown();
		this.work.close();
	}

	private void begin() throws InterruptedException {
		this.work.execute(() -> {
			this.begun.countDown();
			try {
				this.mayEnd.await();
				this.end.set("done");
			}
			catch (InterruptedException ex) {
				this.end.set("stopped");
			}
		});
		assertThat(this.begun.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void waitsForWhatRuns() throws InterruptedException {
		begin();
		this.mayEnd.countDown();
		assertThat(this.work.pause(Duration.ofSeconds(10))).isTrue();
		assertThat(this.end).hasValue("done");
	}

	@Test
	void stopsWhatIsNotDoneInTime() throws InterruptedException {
		begin();
		assertThat(this.work.pause(Duration.ofMillis(10))).isFalse();
		assertThat(this.end).hasValue("stopped");
	}

	@Test
	void takesNothingWhilePaused() throws InterruptedException {
		assertThat(this.work.pause(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.work.execute(() -> {
		})).withMessageContaining("paused");
		this.work.resume();
		begin();
	}

	@Test
	@Timeout(30)
	void doesNotWaitForWhatDoesNotStop() throws InterruptedException {
		this.work.execute(() -> {
			this.begun.countDown();
			while (this.mayEnd.getCount() > 0) {
				Thread.onSpinWait();
			}
			this.end.set("done");
		});
		assertThat(this.begun.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.work.pause(Duration.ZERO)).isFalse();
		assertThat(this.work.pause(Duration.ofDays(1))).isFalse();
		this.work.close();
		assertThat(this.end).hasValue("none");
	}

	@Test
	void staysClosed() {
		this.work.close();
		this.work.resume();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.work.execute(() -> {
		})).withMessageContaining("paused");
	}

}

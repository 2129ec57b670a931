package io.fletch.context.reading;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import io.fletch.context.reading.UnreadableDocumentException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AbandonedThreadsTests {

	@Test
	void letsNothingBeginWhileTooManyStillRun() throws InterruptedException {
		AbandonedThreads threads = new AbandonedThreads(2);
		CountDownLatch released = new CountDownLatch(1);
		Thread first = running(released);
		threads.add(first);
		threads.requireFew("a.txt");
		threads.add(running(released));
		assertThatThrownBy(() -> threads.requireFew("a.txt"))
			.isInstanceOfSatisfying(UnreadableDocumentException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(Reason.BUSY))
			.hasMessage("'a.txt' was not read, as reading others takes too long. Add it again later. "
					+ "2 files that took too long are still being given up.");
		released.countDown();
		assertThat(first.join(Duration.ofSeconds(30))).isTrue();
		threads.requireFew("a.txt");
	}

	@Test
	void waitsAMomentForThreadsThatAreAboutToEnd() {
		AbandonedThreads threads = new AbandonedThreads(2);
		CountDownLatch released = new CountDownLatch(1);
		threads.add(running(released));
		threads.add(running(released));
		Thread.ofVirtual().start(() -> {
			LockSupport.parkNanos(50_000_000);
			released.countDown();
		});
		assertThatCode(() -> threads.requireFew("a.txt")).doesNotThrowAnyException();
	}

	private static Thread running(CountDownLatch released) {
		return Thread.ofPlatform().daemon().start(() -> {
			try {
				released.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

}

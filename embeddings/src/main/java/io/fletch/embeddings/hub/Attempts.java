package io.fletch.embeddings.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Asks a hub that is busy again, as often as a file is downloaded again.
 *
 * @param longest the longest time to leave it alone between two attempts
 */
record Attempts(Duration longest) {

	private static final int COUNT = 5;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	<T> T make(Request<T> request) throws IOException {
		for (int attempt = 1;; attempt++) {
			try {
				return request.send();
			}
			catch (HubBusyException ex) {
				Duration pause = (ex.pause() != null) ? ex.pause() : FIRST_PAUSE.multipliedBy(1L << attempt);
				if (attempt == COUNT || pause.compareTo(this.longest) > 0) {
					throw ex;
				}
				await(pause);
			}
		}
	}

	private static void await(Duration pause) {
		try {
			// Nobody opens the latch: this waits, but ends when the thread is
			// interrupted.
			new CountDownLatch(1).await(pause.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new EmbeddingException("Interrupted while waiting for a hub that is busy", ex);
		}
	}

	/**
	 * Asks once.
	 *
	 * @param <T> the answer
	 */
	@FunctionalInterface
	interface Request<T> {

		T send() throws IOException;

	}

}

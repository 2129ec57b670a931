package io.fletch.context.reading;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.fletch.context.reading.UnreadableDocumentException.Reason;

/**
 * The threads whose file took too long. They are interrupted, but a parser may not heed
 * that and use the processor and memory on: where too many do, no other file is begun.
 */
final class AbandonedThreads {

	/** What was interrupted mostly ends within it. */
	private static final Duration GRACE = Duration.ofMillis(500);

	private final int most;

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	/**
	 * Creates an empty set.
	 * @param most how many may still run
	 */
	AbandonedThreads(int most) {
		this.most = most;
	}

	void add(Thread thread) {
		this.threads.add(thread);
	}

	/**
	 * Checks that another file can be begun; where too many threads run, gives each a
	 * moment to end.
	 * @throws UnreadableDocumentException if too many threads still run
	 */
	void requireFew(String fileName) {
		this.threads.removeIf((thread) -> !thread.isAlive());
		if (this.threads.size() >= this.most) {
			this.threads.removeIf((thread) -> hasEnded(fileName, thread));
		}
		if (this.threads.size() >= this.most) {
			throw new UnreadableDocumentException(fileName, Reason.BUSY,
					this.most + " files that took too long are still being given up.");
		}
	}

	private static boolean hasEnded(String fileName, Thread thread) {
		try {
			return thread.join(GRACE);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UnreadableDocumentException(fileName, Reason.INTERRUPTED, ex);
		}
	}

}

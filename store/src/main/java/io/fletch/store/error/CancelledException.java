package io.fletch.store.error;

import org.jspecify.annotations.Nullable;

/**
 * An operation stopped before it changed anything: its thread was interrupted, as
 * {@code cancel(true)} does, or it ran out of time. An interrupt of the thread stays
 * pending.
 */
public class CancelledException extends StoreException {

	public CancelledException(String message) {
		super(message);
	}

	public CancelledException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * Stops an operation whose thread was interrupted.
	 * @throws CancelledException if the calling thread has an interrupt pending
	 */
	public static void throwIfInterrupted() {
		if (Thread.currentThread().isInterrupted()) {
			throw new CancelledException("The operation was cancelled by an interrupt of its thread; nothing changed");
		}
	}

}

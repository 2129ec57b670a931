package io.fletch.store.error;

/**
 * The thread that ran an operation was interrupted, as {@code cancel(true)} does, and the
 * operation stopped. It changed nothing. The thread's interrupt stays pending.
 */
public class CancelledException extends StoreException {

	public CancelledException(String message) {
		super(message);
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

package io.fletch.store;

import org.jspecify.annotations.Nullable;

/**
 * Closes several things, all of them, whatever fails meanwhile.
 */
final class Closing {

	private @Nullable RuntimeException failure;

	void close(Runnable closing) {
		try {
			closing.run();
		}
		catch (RuntimeException ex) {
			// Kept until all the others are closed.
			if (this.failure == null) {
				this.failure = ex;
			}
			else {
				this.failure.addSuppressed(ex);
			}
		}
	}

	/**
	 * Throws what failed first, with what failed after it as suppressed.
	 */
	void finish() {
		if (this.failure != null) {
			throw this.failure;
		}
	}

}

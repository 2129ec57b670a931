package io.fletch.store;

import java.util.function.Supplier;

import io.fletch.store.error.ConflictException;

/**
 * Repeats a write that lost to a change of the schema.
 */
final class Attempts {

	private static final int MAX_ATTEMPTS = 10;

	private Attempts() {
	}

	static <T> T run(Supplier<T> attempt) {
		for (int i = 1;; i++) {
			try {
				return attempt.get();
			}
			catch (ConflictException ex) {
				if (i == MAX_ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

}

package io.fletch.embeddings.http;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A request failed in a way that may not last.
 */
final class PassingFailure extends Exception {

	private final transient Optional<Duration> wait;

	private final int mostRetries;

	PassingFailure(String message, @Nullable Throwable cause, Optional<Duration> wait) {
		this(message, cause, wait, Integer.MAX_VALUE);
	}

	PassingFailure(String message, @Nullable Throwable cause, Optional<Duration> wait, int mostRetries) {
		super(message, cause);
		this.wait = wait;
		this.mostRetries = mostRetries;
	}

	/**
	 * Returns how long the provider asks to wait, if it does.
	 */
	Optional<Duration> requestedWait() {
		return this.wait;
	}

	int mostRetries() {
		return this.mostRetries;
	}

}

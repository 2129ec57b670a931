package io.fletch.embeddings.hub;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The hub has no time, or has failed at this one request: it may be asked again.
 */
final class HubBusyException extends IOException {

	private final @Nullable Duration pause;

	HubBusyException(String message, @Nullable Duration pause) {
		super(message);
		this.pause = pause;
	}

	/**
	 * Returns how long the hub wants to be left alone, or {@code null} if it does not
	 * say.
	 */
	@Nullable Duration pause() {
		return this.pause;
	}

}

package io.fletch.context.ingestion;

import java.time.Duration;
import java.util.Objects;

/**
 * When a watched folder is looked at.
 *
 * @param settling how long a file must stay as it is before it is ingested
 * @param rescan how long the folder is not looked at where the file system tells of no
 * change, because it may have missed some, and how long after a failure
 */
public record WatchTiming(Duration settling, Duration rescan) {

	/** A second to settle, a look every minute. */
	public static final WatchTiming DEFAULT = new WatchTiming(Duration.ofSeconds(1), Duration.ofMinutes(1));

	public WatchTiming {
		Objects.requireNonNull(settling, "settling");
		Objects.requireNonNull(rescan, "rescan");
		requirePositive("settling", settling);
		requirePositive("rescan", rescan);
	}

	private static void requirePositive(String name, Duration value) {
		if (!value.isPositive()) {
			throw new IllegalArgumentException(name + " must be positive, but was " + value);
		}
	}

}

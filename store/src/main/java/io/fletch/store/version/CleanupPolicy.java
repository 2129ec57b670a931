package io.fletch.store.version;

import java.time.Duration;

import io.fletch.store.error.InvalidInputException;

/**
 * Which versions and files a cleanup takes. A version goes when it is older than
 * {@code olderThan}, or when there are {@code keepAtMost} newer ones. The latest version,
 * tagged ones and those that an open handle reads stay.
 *
 * @param olderThan the age from which versions go
 * @param keepAtMost how many versions stay at most
 * @param unknownOlderThan the age from which files go that no version ever had: what a
 * crash left behind, or a writer is about to commit
 */
public record CleanupPolicy(Duration olderThan, long keepAtMost, Duration unknownOlderThan) {

	private static final Duration LONGEST = Duration.ofDays(36_500);

	/**
	 * Checks the limits.
	 * @throws InvalidInputException if an age is longer than a century, or no version
	 * would stay
	 */
	public CleanupPolicy {
		if (olderThan.compareTo(LONGEST) > 0 || unknownOlderThan.compareTo(LONGEST) > 0) {
			throw new InvalidInputException("The ages of a cleanup policy are " + olderThan + " and " + unknownOlderThan
					+ "; at most 36,500 days can be given");
		}
		if (keepAtMost < 1) {
			throw new InvalidInputException(
					"A cleanup policy keeps at most " + keepAtMost + " versions; it must be at least 1");
		}
	}

	/** Versions of seven days, at most 10,000; unknown files of a day. */
	public static final CleanupPolicy DEFAULT = new CleanupPolicy(Duration.ofDays(7), 10_000, Duration.ofDays(1));

}

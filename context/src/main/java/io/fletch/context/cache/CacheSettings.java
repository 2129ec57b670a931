package io.fletch.context.cache;

import java.time.Duration;
import java.util.Objects;

/**
 * How answers are kept.
 *
 * @param threshold the least cosine similarity, from 0 to 1, between a question and one
 * whose answer is given for it
 * @param timeToLive how long an answer is given, positive
 * @param maxEntries the most answers that are kept, at least 1; the oldest go first
 */
public record CacheSettings(double threshold, Duration timeToLive, int maxEntries) {

	/**
	 * 0.98, a day, 10,000 answers. Models see little difference between a question and
	 * its opposite, so that a lower threshold is to be measured first.
	 */
	public static final CacheSettings DEFAULT = new CacheSettings(0.98, Duration.ofDays(1), 10_000);

	/**
	 * Checks the options.
	 * @param threshold from 0 to 1
	 * @param timeToLive positive
	 * @param maxEntries at least 1
	 * @throws IllegalArgumentException if one is out of range
	 */
	public CacheSettings {
		Objects.requireNonNull(timeToLive, "timeToLive");
		if (!(threshold >= 0 && threshold <= 1)) {
			throw new IllegalArgumentException("threshold must be from 0 to 1, but was " + threshold);
		}
		if (timeToLive.isNegative() || timeToLive.isZero()) {
			throw new IllegalArgumentException("timeToLive must be positive, but was " + timeToLive);
		}
		if (maxEntries < 1) {
			throw new IllegalArgumentException("maxEntries must be at least 1, but was " + maxEntries);
		}
	}

}

package io.fletch.context.reading;

import java.time.Duration;
import java.util.Objects;

/**
 * What reading one file may cost.
 *
 * @param maxBytes the largest file that is read; the parts of one that is zipped, such as
 * docx and epub, may have ten times as many together, twice as many of XML, and be 10,000
 * @param maxCharacters the longest text that may come out of it
 * @param timeout how long reading may take
 */
public record ReadLimits(long maxBytes, int maxCharacters, Duration timeout) {

	/** 50 MB, 10 million characters, one minute. */
	public static final ReadLimits DEFAULT = new ReadLimits(50_000_000, 10_000_000, Duration.ofSeconds(60));

	public ReadLimits {
		Objects.requireNonNull(timeout, "timeout");
		if (maxBytes < 1) {
			throw new IllegalArgumentException("maxBytes must be at least 1, but was " + maxBytes);
		}
		if (maxCharacters < 1) {
			throw new IllegalArgumentException("maxCharacters must be at least 1, but was " + maxCharacters);
		}
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("timeout must be positive, but was " + timeout);
		}
	}

}

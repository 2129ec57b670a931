package io.fletch.sample.playground;

import java.util.List;

/**
 * What a trial found.
 *
 * @param ranking the name of the way
 * @param milliseconds how long the search took, with the vector of the question
 * @param version the version of the passages that was read
 * @param hits the passages, best first
 */
public record RankedPassages(String ranking, double milliseconds, long version, List<RankedPassage> hits) {

	public RankedPassages {
		hits = List.copyOf(hits);
	}

}

package io.fletch.sample.playground;

import java.util.List;

/**
 * What a trial found.
 *
 * @param ranking the name of the way
 * @param milliseconds how long the search took, with the vector of the question
 * @param version the latest version of the passages when the search began, which may have
 * read a later one
 * @param hits the passages, best first
 */
public record RankedPassages(String ranking, double milliseconds, long version, List<RankedPassage> hits) {

	public RankedPassages {
		hits = List.copyOf(hits);
	}

}

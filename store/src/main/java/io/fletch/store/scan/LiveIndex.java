package io.fletch.store.scan;

import java.util.List;

/**
 * An index as one version sees it.
 *
 * @param coverage which rows of the version its segments cover
 * @param segments the segments, in the order of the coverage
 * @param <T> the kind of segment
 */
record LiveIndex<T>(Coverage coverage, List<T> segments) {

	/**
	 * Returns how many rows of the version the segments do not cover.
	 */
	long uncoveredCount() {
		return this.coverage.uncovered().count();
	}

}

package io.fletch.store;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a search goes about what it is asked for.
 *
 * @param vectors how vectors are compared
 * @param batch the vectors of several queries, or none if there is one
 * @param sorting the order of the rows
 * @param isPostfiltered whether the filter looks only at what was found
 * @param timeout how long it may take, or {@code null} for ever
 */
record SearchOptions(VectorOptions vectors, List<float[]> batch, Sorting sorting, boolean isPostfiltered,
		@Nullable Duration timeout) {

	static final SearchOptions USUAL = new SearchOptions(VectorOptions.USUAL, List.of(), Sorting.NONE, false, null);

	SearchOptions with(VectorOptions changed) {
		return new SearchOptions(changed, this.batch, this.sorting, this.isPostfiltered, this.timeout);
	}

	SearchOptions withBatch(List<float[]> changed) {
		return new SearchOptions(this.vectors, changed, this.sorting, this.isPostfiltered, this.timeout);
	}

	SearchOptions with(Sorting changed) {
		return new SearchOptions(this.vectors, this.batch, changed, this.isPostfiltered, this.timeout);
	}

	SearchOptions postfiltered() {
		return new SearchOptions(this.vectors, this.batch, this.sorting, true, this.timeout);
	}

	SearchOptions withTimeout(Duration changed) {
		return new SearchOptions(this.vectors, this.batch, this.sorting, this.isPostfiltered, changed);
	}

}

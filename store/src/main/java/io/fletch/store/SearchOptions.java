package io.fletch.store;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.ReturnedScores;

/**
 * How a search goes about what it is asked for.
 *
 * @param vectors how vectors are compared
 * @param batch the vectors of several queries, or none if there is one
 * @param sorting the order of the rows
 * @param isPostfiltered whether the filter looks only at what was found
 * @param timeout how long it may take, or {@code null} for ever
 * @param scores which scores maps and Arrow results have; {@code null} for what is
 * selected, and in Arrow results those that such a search has
 * @param judgedBy what a reranker judges rows by, or {@code null} for the question
 * @param depth how many rows each side of what is joined or reranked gives first
 */
record SearchOptions(VectorOptions vectors, List<float[]> batch, Sorting sorting, boolean isPostfiltered,
		@Nullable Duration timeout, @Nullable ReturnedScores scores, @Nullable String judgedBy, int depth) {

	static final SearchOptions USUAL = new SearchOptions(VectorOptions.USUAL, List.of(), Sorting.NONE, false, null,
			null, null, 100);

	SearchOptions with(VectorOptions changed) {
		return new SearchOptions(changed, this.batch, this.sorting, this.isPostfiltered, this.timeout, this.scores,
				this.judgedBy, this.depth);
	}

	SearchOptions withBatch(List<float[]> changed) {
		return new SearchOptions(this.vectors, changed, this.sorting, this.isPostfiltered, this.timeout, this.scores,
				this.judgedBy, this.depth);
	}

	SearchOptions with(Sorting changed) {
		return new SearchOptions(this.vectors, this.batch, changed, this.isPostfiltered, this.timeout, this.scores,
				this.judgedBy, this.depth);
	}

	SearchOptions postfiltered() {
		return new SearchOptions(this.vectors, this.batch, this.sorting, true, this.timeout, this.scores, this.judgedBy,
				this.depth);
	}

	SearchOptions withTimeout(Duration changed) {
		return new SearchOptions(this.vectors, this.batch, this.sorting, this.isPostfiltered, changed, this.scores,
				this.judgedBy, this.depth);
	}

	SearchOptions with(ReturnedScores changed) {
		return new SearchOptions(this.vectors, this.batch, this.sorting, this.isPostfiltered, this.timeout, changed,
				this.judgedBy, this.depth);
	}

	SearchOptions withJudgedBy(String changed) {
		return new SearchOptions(this.vectors, this.batch, this.sorting, this.isPostfiltered, this.timeout, this.scores,
				changed, this.depth);
	}

	SearchOptions withDepth(int changed) {
		return new SearchOptions(this.vectors, this.batch, this.sorting, this.isPostfiltered, this.timeout, this.scores,
				this.judgedBy, changed);
	}

}

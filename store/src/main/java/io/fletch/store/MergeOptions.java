package io.fletch.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.fletch.store.ingest.BadVectors;

/**
 * How a merge-insert goes about its work.
 *
 * @param timeout how long it may take, or {@code null} if only beginning anew is limited
 * @param badVectors what happens to source rows with bad vectors
 * @param fillValue the value for {@link BadVectors#FILL}
 */
record MergeOptions(@Nullable Duration timeout, BadVectors badVectors, float fillValue) {

	static final MergeOptions DEFAULT = new MergeOptions(null, BadVectors.ERROR, 0);

}

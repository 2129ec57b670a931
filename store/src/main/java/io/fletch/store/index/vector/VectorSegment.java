package io.fletch.store.index.vector;

import io.fletch.store.index.OpenSegment;

/**
 * A segment of an index over a column of vectors, or of lists of vectors.
 */
public sealed interface VectorSegment extends OpenSegment permits VectorIndex, MultiVectorIndex {

	/**
	 * Returns what it was built for.
	 * @return the space of its vectors
	 */
	VectorSpace space();

}

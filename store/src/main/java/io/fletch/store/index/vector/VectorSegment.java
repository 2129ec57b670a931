package io.fletch.store.index.vector;

/**
 * A segment of an index over a column of vectors, or of lists of vectors.
 */
public sealed interface VectorSegment permits VectorIndex, MultiVectorIndex {

}

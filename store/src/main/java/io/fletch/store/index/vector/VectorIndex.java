package io.fletch.store.index.vector;

import java.util.List;

import io.fletch.store.distance.QueryVector;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;

/**
 * A segment of an index over vectors, read from its file. Safe for use by several threads
 * at once.
 */
public sealed interface VectorIndex extends VectorSegment permits IvfIndex, HnswIndex {

	/**
	 * Looks for neighbours.
	 * @param query the query
	 * @param search what to look for
	 * @param source the vectors of the rows that the segment covers
	 * @return the neighbours, nearest first, those of one distance by their ordinals
	 * @throws InvalidInputException if the query is none for this index
	 * @throws CancelledException if the thread is interrupted
	 */
	List<Neighbour> search(QueryVector query, VectorSearch search, VectorSource source);

	/**
	 * Returns how many vectors it holds.
	 * @return the number of rows that it can find
	 */
	int size();

}

package io.fletch.store.index.vector;

import io.fletch.store.distance.QueryVector;

/**
 * The vectors themselves, which an index asks for the exact distances of the few that it
 * found.
 */
public interface VectorSource {

	/**
	 * Measures a distance.
	 * @param query the query
	 * @param ordinal the ordinal of the row
	 * @return the distance of its vector as {@link VectorSpace#distance} gives it; not a
	 * number if the row has no vector, or is there no more
	 */
	double distance(QueryVector query, int ordinal);

}

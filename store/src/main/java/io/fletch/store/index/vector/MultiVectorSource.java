package io.fletch.store.index.vector;

import io.fletch.store.distance.QueryVector;

/**
 * The rows of several vectors themselves, which an index asks for the exact distances of
 * the few that it found.
 */
public interface MultiVectorSource {

	/**
	 * Measures the distance of a row.
	 * @param query the query
	 * @param ordinal the ordinal of the row
	 * @return the distance as {@link LateInteraction#distance} gives it; not a number if
	 * the row has no vectors, or is there no more
	 */
	double distance(LateInteraction query, int ordinal);

	/**
	 * Measures the distance of one vector of a row.
	 * @param query a vector of the query
	 * @param ordinal the ordinal of the row
	 * @param index which vector of the row
	 * @return the distance; not a number if the row is there no more
	 */
	double distance(QueryVector query, int ordinal, int index);

}

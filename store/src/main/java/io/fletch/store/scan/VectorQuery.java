package io.fletch.store.scan;

import java.util.List;

import io.fletch.store.distance.QueryVector;
import io.fletch.store.index.vector.VectorSearch;

/**
 * Which neighbours to look for, and how.
 *
 * @param column the position of the vector column in the schema
 * @param vectors the vector to compare with; where rows have several vectors each, one or
 * several
 * @param limit how many rows to find at most
 * @param range the distances to find
 * @param effort how much of an index to look at
 * @param mode which rows to look at, and whether by an index
 */
public record VectorQuery(int column, List<QueryVector> vectors, int limit, Range range, VectorSearch.Effort effort,
		Mode mode) {

	public VectorQuery {
		vectors = List.copyOf(vectors);
	}

	/**
	 * Looks for the nearest of all rows, by the index if that is cheaper.
	 * @param column the position of the vector column in the schema
	 * @param vector the vector to compare with
	 * @param limit how many rows to find at most
	 * @return the query
	 */
	public static VectorQuery of(int column, QueryVector vector, int limit) {
		return new VectorQuery(column, List.of(vector), limit, Range.ALL, VectorSearch.Effort.USUAL, Mode.AUTO);
	}

	/**
	 * Looks for more or fewer rows, or in another way.
	 * @param most how many rows to find at most
	 * @param how which rows to look at, and whether by an index
	 * @return the query that differs in that
	 */
	public VectorQuery with(int most, Mode how) {
		return new VectorQuery(this.column, this.vectors, most, this.range, this.effort, how);
	}

	/**
	 * Returns the vector to compare with, of several the first.
	 * @return the vector
	 */
	public QueryVector vector() {
		return this.vectors.getFirst();
	}

	/**
	 * How rows are looked for.
	 */
	public enum Mode {

		/** By the index if there is one and that is cheaper. */
		AUTO,

		/** By comparing with every row. */
		EXACT,

		/** By the index only: rows that it does not cover are not found. */
		INDEXED_ONLY

	}

	/**
	 * Distances.
	 *
	 * @param lower the least, inclusive
	 * @param upper the end, exclusive
	 */
	public record Range(double lower, double upper) {

		/** Every distance. */
		public static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

		boolean contains(double distance) {
			return distance >= this.lower && (distance < this.upper
					|| this.upper == Double.POSITIVE_INFINITY && distance == Double.POSITIVE_INFINITY);
		}

	}

}

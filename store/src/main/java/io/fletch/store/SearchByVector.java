package io.fletch.store;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Distance;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Vectors;
import io.fletch.store.scan.VectorQuery;

/**
 * How a search compares vectors.
 *
 * @param <R> the type of the rows
 */
public abstract sealed class SearchByVector<R> extends SearchResults<R> permits Search {

	SearchByVector(TableHandle handle, RowReader<R> reader, SearchRequest request) {
		super(handle, reader, request);
	}

	/**
	 * Says which vector the rows are compared with, instead of that of the question. A
	 * search by words becomes a hybrid search.
	 * @param vector a vector of the length that the table's have
	 * @return a search with that vector
	 * @throws InvalidInputException if this is a scan, or an element is not finite
	 */
	public final Search<R> vector(float[] vector) {
		Objects.requireNonNull(vector, "vector");
		requireCompared("vector(...)");
		return with(this.request.withVector(vector));
	}

	/**
	 * Says which vector the rows are compared with, as {@link #vector(float[])} does.
	 * @param vector the vector; its elements are taken as float32
	 * @return a search with that vector
	 * @throws InvalidInputException if this is a scan, or an element is not finite
	 */
	public final Search<R> vector(double[] vector) {
		Objects.requireNonNull(vector, "vector");
		return vector(Vectors.of(vector));
	}

	/**
	 * Says which vector the rows are compared with, as {@link #vector(float[])} does.
	 * @param vector the numbers of the vector; taken as float32
	 * @return a search with that vector
	 * @throws InvalidInputException if this is a scan, or an element is null or not
	 * finite
	 */
	public final Search<R> vector(List<? extends @Nullable Number> vector) {
		Objects.requireNonNull(vector, "vector");
		return vector(Vectors.of(vector));
	}

	/**
	 * Chooses the vector column; by default the only one with vectors as long as that of
	 * the search, or for a text the first with an embedding function.
	 * @param column the name of the column
	 * @return a search over that column
	 * @throws InvalidInputException if the table has no such vector column
	 */
	public final Search<R> column(String column) {
		Objects.requireNonNull(column, "column");
		new VectorColumns(this.handle.table().name(), this.handle.schema()).named(column);
		return withVectors((options) -> options.withColumn(column));
	}

	/**
	 * Chooses what is measured; by default what the column or its index says.
	 * @param distance the distance
	 * @return a search by that distance
	 */
	public final Search<R> distance(Distance distance) {
		Objects.requireNonNull(distance, "distance");
		return withVectors((options) -> options.withDistance(distance));
	}

	/**
	 * Finds only vectors within a range of distances.
	 * @param lower the least distance, inclusive
	 * @param upper the end of the distances, exclusive
	 * @return a search within that range
	 * @throws InvalidInputException if the range is empty, or an end is not a number
	 */
	public final Search<R> distanceRange(double lower, double upper) {
		if (!(lower < upper)) {
			throw new InvalidInputException("The range of distances from " + lower + " to " + upper
					+ " is empty; give a lower end below the upper");
		}
		return withVectors((options) -> options.withRange(lower, upper));
	}

	/**
	 * Looks at a fixed number of partitions of a vector index.
	 * @param count the number, at least 1
	 * @return a search with that effort
	 * @throws InvalidInputException if the number is less than 1
	 */
	public final Search<R> probes(int count) {
		return probes(count, count);
	}

	/**
	 * Looks at a number of partitions of a vector index, and at more where fewer rows
	 * than the limit are found.
	 * @param minimum the number, at least 1
	 * @param maximum how many to look at at most, at least the minimum; 0 for all
	 * @return a search with that effort
	 * @throws InvalidInputException if a number is out of bounds
	 */
	public final Search<R> probes(int minimum, int maximum) {
		requirePositive("probes", minimum);
		if (maximum != 0 && maximum < minimum) {
			throw new InvalidInputException("The maximum of probes must be at least the minimum " + minimum
					+ ", or 0 for all, but was " + maximum);
		}
		return withVectors((options) -> options.withProbes(minimum, maximum));
	}

	/**
	 * Keeps a number of nodes in view while a graph is searched.
	 * @param breadth the number, at least 1
	 * @return a search with that effort
	 * @throws InvalidInputException if the number is less than 1
	 */
	public final Search<R> ef(int breadth) {
		requirePositive("ef", breadth);
		return withVectors((options) -> options.withBreadth(breadth));
	}

	/**
	 * Compares a multiple of the limit exactly, after a coarse comparison.
	 * @param factor the multiple, at least 1
	 * @return a search with that effort
	 * @throws InvalidInputException if the factor is less than 1
	 */
	public final Search<R> refineFactor(int factor) {
		requirePositive("refineFactor", factor);
		return withVectors((options) -> options.withRefineFactor(factor));
	}

	/**
	 * Compares with every vector, without an index.
	 * @return an exact search
	 */
	public final Search<R> exact() {
		return withVectors((options) -> options.withMode(VectorQuery.Mode.EXACT));
	}

	/**
	 * Passes over rows that no index covers yet, so that without one nothing is found.
	 * @return a search of indexed rows
	 */
	public final Search<R> indexedOnly() {
		requireCompared("Passing over rows");
		VectorOptions options = this.request.options().vectors().withMode(VectorQuery.Mode.INDEXED_ONLY);
		return with(this.request.with(this.request.options().with(options)));
	}

	private Search<R> withVectors(UnaryOperator<VectorOptions> change) {
		requireCompared("An option of vectors");
		if (this.request.question() != null && this.request.kind() == QueryKind.TEXT) {
			throw new InvalidInputException("A search of the kind TEXT compares no vectors; choose another kind");
		}
		VectorOptions options = change.apply(this.request.options().vectors());
		return with(this.request.with(this.request.options().with(options)));
	}

	final void requireCompared(String what) {
		if (this.request.isScan()) {
			throw new InvalidInputException(
					what + " is for searches by vector or words, but this is a scan; begin with search(...)");
		}
	}

	abstract Search<R> with(SearchRequest changed);

}

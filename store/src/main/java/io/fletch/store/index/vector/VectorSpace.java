package io.fletch.store.index.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.DoubleUnaryOperator;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Distance;

/**
 * The space in which an index looks for neighbours: vectors of float32, of length 1 for
 * {@link Distance#COSINE}; bits are numbers 0 and 1 for {@link Distance#HAMMING}, so that
 * their squared distance is the number of those that differ.
 *
 * @param distance what is measured
 * @param dimensions how many elements a stored vector has
 */
public record VectorSpace(Distance distance, int dimensions) {

	private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	/** Sums of squared differences of such vectors are still numbers of float32. */
	public static final double LONGEST = 1e18;

	/**
	 * Measures how far a stored vector is from a query.
	 * @param query the query
	 * @param vectors the vectors of a batch
	 * @param row the position of the row in the batch
	 * @return the distance, the same whoever asks; not a number if the row has no vector
	 */
	public static double distance(QueryVector query, ColumnReader.Vectors vectors, int row) {
		if (isAbsent(vectors, row)) {
			return Double.NaN;
		}
		int width = vectors.elements().type().width();
		boolean isInPlace = width == width(query);
		double distance = isInPlace ? query.distance(vectors.data(), (long) row * vectors.dimensions() * width)
				: Double.NaN;
		return (isInPlace && query.isExact(distance)) ? distance : distanceByElement(query, vectors, row);
	}

	private static int width(QueryVector query) {
		return (query.distance() == Distance.HAMMING) ? Byte.BYTES : Float.BYTES;
	}

	/**
	 * Tells whether every row of a batch has a vector that can be compared where it lies.
	 * @param query the query
	 * @param vectors the vectors of the batch
	 * @return whether {@link QueryVector#distance(MemorySegment, long)} measures them,
	 * where its precision is enough
	 */
	public static boolean isInPlace(QueryVector query, ColumnReader.Vectors vectors) {
		return vectors.validity().isAbsent() && !vectors.hasNullElements()
				&& vectors.elements().type().width() == width(query);
	}

	private static double distanceByElement(QueryVector query, ColumnReader.Vectors vectors, int row) {
		double squares = 0;
		double product = 0;
		double norm = 0;
		int first = row * vectors.dimensions();
		for (int i = 0; i < vectors.dimensions(); i++) {
			double value = vectors.elements().doubleValue(first + i);
			double difference = query.element(i) - value;
			squares += difference * difference;
			product += query.element(i) * value;
			norm += value * value;
		}
		return query.distance(squares, product, norm);
	}

	private static boolean isAbsent(ColumnReader.Vectors vectors, int row) {
		if (vectors.isNull(row)) {
			return true;
		}
		if (vectors.hasNullElements()) {
			int first = row * vectors.dimensions();
			for (int i = first; i < first + vectors.dimensions(); i++) {
				if (vectors.elements().isNull(i)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Returns what turns scores of codes into estimates of distances. A score is the
	 * squared distance less the squares of the query, or the negated product.
	 */
	DoubleUnaryOperator estimates(float[] query) {
		double ofQuery = squares(query);
		return switch (this.distance) {
			case L2, HAMMING -> (score) -> score + ofQuery;
			case COSINE -> (score) -> (score + ofQuery) / 2;
			case DOT -> (score) -> score + 1;
		};
	}

	/**
	 * Returns the dimensions of this space.
	 */
	int size() {
		return (this.distance == Distance.HAMMING) ? this.dimensions * Byte.SIZE : this.dimensions;
	}

	/**
	 * Brings a stored vector into this space.
	 * @return whether there is one that can be found
	 * @throws LongVectorException if it is too long
	 */
	boolean read(ColumnReader.Vectors vectors, int row, float[] target) {
		return copy(vectors, row, target) && finish(target);
	}

	/**
	 * Tells whether {@link #read} refuses a stored vector.
	 */
	boolean isTooLong(ColumnReader.Vectors vectors, int row, float[] scratch) {
		return isBounded() && copy(vectors, row, scratch) && squares(scratch) > LONGEST * LONGEST;
	}

	/**
	 * Tells whether vectors can be too long.
	 */
	boolean isBounded() {
		return this.distance == Distance.L2 || this.distance == Distance.DOT;
	}

	private boolean copy(ColumnReader.Vectors vectors, int row, float[] target) {
		if (isAbsent(vectors, row)) {
			return false;
		}
		int first = row * this.dimensions;
		if (vectors.elements().type().width() == Float.BYTES) {
			MemorySegment.copy(vectors.data(), FLOAT, (long) first * Float.BYTES, target, 0, this.dimensions);
			return true;
		}
		double scale = (this.distance == Distance.COSINE) ? 1 / length(vectors, first) : 1;
		for (int i = 0; i < this.dimensions; i++) {
			put(i, (float) (vectors.elements().doubleValue(first + i) * scale), target);
		}
		return true;
	}

	/**
	 * Adds up in two sums, so that none waits for the other.
	 */
	private static double squares(float[] vector) {
		double even = 0;
		double odd = 0;
		for (int i = 1; i < vector.length; i += 2) {
			even += (double) vector[i - 1] * vector[i - 1];
			odd += (double) vector[i] * vector[i];
		}
		double last = (vector.length % 2 > 0) ? vector[vector.length - 1] : 0;
		return even + odd + last * last;
	}

	private double length(ColumnReader.Vectors vectors, int first) {
		double squares = 0;
		for (int i = 0; i < this.dimensions; i++) {
			double value = vectors.elements().doubleValue(first + i);
			squares += value * value;
		}
		return Math.sqrt(squares);
	}

	/**
	 * Brings a query into this space.
	 * @throws InvalidInputException if it is none that an index compares
	 */
	float[] of(QueryVector query) {
		if (query.distance() != this.distance || query.dimensions() != this.dimensions) {
			throw new InvalidInputException("The query is a vector of " + query.dimensions() + " elements for "
					+ query.distance() + ", but the index was built for " + this.dimensions + " elements and "
					+ this.distance + "; ask for what the index holds, or search without it");
		}
		if (!isComparable(query)) {
			throw new InvalidInputException(
					"The length of the query is beyond what an index compares; search without the index");
		}
		float[] vector = new float[size()];
		for (int i = 0; i < this.dimensions; i++) {
			put(i, query.element(i), vector);
		}
		finish(vector);
		return vector;
	}

	private void put(int index, float value, float[] target) {
		if (this.distance != Distance.HAMMING) {
			target[index] = value;
			return;
		}
		int bits = (int) value;
		for (int i = 0; i < Byte.SIZE; i++) {
			target[index * Byte.SIZE + i] = (bits >> i) & 1;
		}
	}

	/**
	 * Tells whether an index can compare a query with what it holds.
	 * @param query the query
	 * @return whether it can; else only its exact distances tell what is near
	 */
	public static boolean isComparable(QueryVector query) {
		double squares = 0;
		for (int i = 0; i < query.dimensions(); i++) {
			squares += (double) query.element(i) * query.element(i);
		}
		return switch (query.distance()) {
			case HAMMING -> true;
			case COSINE -> squares > 0 && Double.isFinite(squares);
			case L2, DOT -> squares <= LONGEST * LONGEST;
		};
	}

	/**
	 * Scales a vector where only its direction counts.
	 * @return whether it can be found
	 */
	private boolean finish(float[] vector) {
		double squares = squares(vector);
		if (this.distance == Distance.COSINE) {
			double scale = 1 / Math.sqrt(squares);
			for (int i = 0; i < vector.length; i++) {
				vector[i] = (float) (vector[i] * scale);
			}
			return squares > 0 && Double.isFinite(squares);
		}
		if (squares > LONGEST * LONGEST) {
			throw new LongVectorException("A vector has a length of " + Math.sqrt(squares)
					+ ", but an index compares lengths of " + LONGEST + " at most; scale the vectors down");
		}
		return !Double.isNaN(squares);
	}

}

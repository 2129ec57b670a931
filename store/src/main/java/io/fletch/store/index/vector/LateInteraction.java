package io.fletch.store.index.vector;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.distance.VectorKernel;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Distance;

/**
 * Compares the vectors of a query with the vectors of a row: each of the query with the
 * nearest of the row, all of that added up. On one scale with and without an index: for
 * cosine and dot one less the sum of the greatest similarities, for L2 the sum of the
 * least squared distances. Not safe for several threads.
 */
public final class LateInteraction {

	private static final VectorKernel KERNEL = VectorKernel.fastest();

	/** Fewer are compared one by one, as columns of a matrix come by the sixteen. */
	private static final int LEAST_COLUMNS = 6;

	private final List<QueryVector> query;

	private final Distance distance;

	/** The vectors of the query side by side, or nothing. */
	private final float[] matrix;

	private final double[] norms;

	private final double[] least;

	private final float[] products;

	private final float[] vector;

	/**
	 * Makes a query ready.
	 * @param query its vectors, at least one, all of one length and for one distance
	 * @throws InvalidInputException if distances of that kind cannot be added up
	 */
	public LateInteraction(List<QueryVector> query) {
		this.query = List.copyOf(query);
		QueryVector first = query.getFirst();
		this.distance = first.distance();
		require(this.distance);
		this.vector = new float[first.dimensions()];
		this.norms = query.stream().mapToDouble(LateInteraction::norm).toArray();
		this.least = new double[query.size()];
		int columns = (query.size() + VectorKernel.COLUMNS - 1) / VectorKernel.COLUMNS * VectorKernel.COLUMNS;
		this.products = new float[columns];
		this.matrix = isByMatrix() ? matrix() : new float[0];
	}

	private static double norm(QueryVector vector) {
		double squares = 0;
		for (int i = 0; i < vector.dimensions(); i++) {
			squares += (double) vector.element(i) * vector.element(i);
		}
		return Math.sqrt(squares);
	}

	/**
	 * Products of many vectors take one pass, where single precision is enough for them.
	 */
	private boolean isByMatrix() {
		return this.distance != Distance.L2 && this.query.size() >= LEAST_COLUMNS
				&& Arrays.stream(this.norms).allMatch((norm) -> isModerate(norm * norm));
	}

	private static boolean isModerate(double squares) {
		return squares >= VectorKernel.MIN_SUM && squares <= 1 / VectorKernel.MIN_SUM;
	}

	private float[] matrix() {
		float[] made = new float[this.vector.length * this.products.length];
		for (int column = 0; column < this.query.size(); column++) {
			for (int i = 0; i < this.vector.length; i++) {
				made[i * this.products.length + column] = this.query.get(column).element(i);
			}
		}
		return made;
	}

	/**
	 * Returns the vectors of the query.
	 * @return the vectors, at least one
	 */
	public List<QueryVector> query() {
		return this.query;
	}

	/**
	 * Measures how far the vectors of a row are from the query.
	 * @param lists the lists of vectors of a batch
	 * @param row the position of the row in the batch
	 * @return the distance; not a number if the row has no vector that one of the query
	 * can be compared with
	 */
	public double distance(ColumnReader.Lists lists, int row) {
		if (lists.isNull(row) || !(lists.elements() instanceof ColumnReader.Vectors vectors)) {
			return Double.NaN;
		}
		Arrays.fill(this.least, Double.POSITIVE_INFINITY);
		boolean isByMatrix = this.matrix.length > 0 && vectors.elements().type().width() == Float.BYTES;
		int end = lists.end(row);
		for (int i = lists.start(row); i < end; i++) {
			if (!isByMatrix || !compareAtOnce(vectors, i)) {
				compareOneByOne(vectors, i);
			}
		}
		return sum();
	}

	/**
	 * Compares a vector with all of the query.
	 * @return whether single precision was enough
	 */
	private boolean compareAtOnce(ColumnReader.Vectors vectors, int index) {
		if (vectors.isNull(index) || vectors.hasNullElements()) {
			return false;
		}
		long offset = (long) index * this.vector.length * Float.BYTES;
		MemorySegment.copy(vectors.data(), Numbers.FLOAT, offset, this.vector, 0, this.vector.length);
		double squares = KERNEL.dot(this.vector, vectors.data(), offset);
		if (!isModerate(squares)) {
			return false;
		}
		Arrays.fill(this.products, 0);
		KERNEL.addProducts(this.vector, this.matrix, this.products);
		double norm = (this.distance == Distance.COSINE) ? Math.sqrt(squares) : 1;
		for (int i = 0; i < this.least.length; i++) {
			double scale = (this.distance == Distance.COSINE) ? norm * this.norms[i] : 1;
			this.least[i] = Math.min(this.least[i], 1 - this.products[i] / scale);
		}
		return true;
	}

	private void compareOneByOne(ColumnReader.Vectors vectors, int index) {
		for (int i = 0; i < this.least.length; i++) {
			double compared = VectorSpace.distance(this.query.get(i), vectors, index);
			if (compared < this.least[i]) {
				this.least[i] = compared;
			}
		}
	}

	private double sum() {
		double sum = 0;
		for (double each : this.least) {
			sum += (this.distance == Distance.L2) ? each : 1 - each;
		}
		if (Double.isInfinite(sum)) {
			return Double.NaN;
		}
		return (this.distance == Distance.L2) ? sum : 1 - sum;
	}

	/**
	 * Checks that distances can be added up.
	 * @param distance what is measured
	 * @throws InvalidInputException if it is hamming
	 */
	public static void require(Distance distance) {
		if (distance == Distance.HAMMING) {
			throw new InvalidInputException("Rows of several vectors cannot be compared by " + distance
					+ ", which is for bytes; take COSINE, DOT or L2");
		}
	}

}

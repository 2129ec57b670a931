package io.fletch.store.distance;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sums over the elements of a query and of a vector of little-endian float32 in memory.
 * Sums are of single precision; the same kernel always adds in the same order.
 */
public interface VectorKernel {

	/** Sums of squares below it, and above its inverse, may have lost their precision. */
	float MIN_SUM = 1e-30f;

	/** Matrices have columns in multiples of this. */
	int COLUMNS = 16;

	/** How many vectors {@link #addProductsOfFour} takes. */
	int FOUR = 4;

	/** How many bits stand for an element in {@link #sumBits}. */
	int PLANES = 4;

	/**
	 * Returns the fastest kernel that this JVM can run: one of the module
	 * {@code jdk.incubator.vector} if the JVM was started with
	 * {@code --add-modules jdk.incubator.vector}, else one of plain Java.
	 * @return the kernel
	 */
	static VectorKernel fastest() {
		return FastestKernel.INSTANCE;
	}

	/**
	 * Sums up squared differences.
	 * @param query the query
	 * @param data where the vector lies
	 * @param offset where it begins, in bytes
	 * @return the squared Euclidean distance
	 */
	float squaredDistance(float[] query, MemorySegment data, long offset);

	/**
	 * Sums up products.
	 * @param query the query
	 * @param data where the vector lies
	 * @param offset where it begins, in bytes
	 * @return the dot product
	 */
	float dot(float[] query, MemorySegment data, long offset);

	/**
	 * Divides the dot product by the length of the vector, both from one pass.
	 * @param query the query
	 * @param data where the vector lies
	 * @param offset where it begins, in bytes
	 * @return the dot product with the vector scaled to length 1; not a number for a zero
	 * vector, and for one whose squares are too small or large for single precision
	 */
	float dotWithUnit(float[] query, MemorySegment data, long offset);

	/**
	 * Does what {@link #squaredDistance} does for vectors that lie one behind the other.
	 * @param query the query
	 * @param data where the vectors lie
	 * @param offset where the first begins, in bytes
	 * @param sums receives the same numbers, to the bit, of as many vectors as it takes
	 */
	void squaredDistances(float[] query, MemorySegment data, long offset, float[] sums);

	/**
	 * Does what {@link #dot} does for vectors that lie one behind the other.
	 * @param query the query
	 * @param data where the vectors lie
	 * @param offset where the first begins, in bytes
	 * @param sums receives the same numbers, to the bit, of as many vectors as it takes
	 */
	void dots(float[] query, MemorySegment data, long offset, float[] sums);

	/**
	 * Does what {@link #dotWithUnit} does for vectors that lie one behind the other.
	 * @param query the query
	 * @param data where the vectors lie
	 * @param offset where the first begins, in bytes
	 * @param quotients receives the same numbers, to the bit, of as many vectors as it
	 * takes
	 */
	void dotsWithUnits(float[] query, MemorySegment data, long offset, float[] quotients);

	/**
	 * Divides a dot product by the length of a vector.
	 * @param dot the dot product
	 * @param squares the sum of the squares of the vector
	 * @return the quotient; not a number where the sum has lost its precision
	 */
	static float quotient(float dot, float squares) {
		return (squares >= MIN_SUM && squares <= 1 / MIN_SUM) ? dot / (float) Math.sqrt(squares) : Float.NaN;
	}

	/**
	 * Counts the bits in which two vectors of bytes differ.
	 * @param query the query
	 * @param data where the vector lies
	 * @param offset where it begins, in bytes
	 * @return the number of bits
	 */
	default int differingBits(byte[] query, MemorySegment data, long offset) {
		MemorySegment bits = MemorySegment.ofArray(query);
		int count = 0;
		int i = 0;
		for (; i <= query.length - Long.BYTES; i += Long.BYTES) {
			count += Long.bitCount(bits.get(ValueLayout.JAVA_LONG_UNALIGNED, i)
					^ data.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + i));
		}
		for (; i < query.length; i++) {
			count += Integer.bitCount((query[i] ^ data.get(ValueLayout.JAVA_BYTE, offset + i)) & 0xFF);
		}
		return count;
	}

	/**
	 * Adds to each of several sums the dot product of the weights with a column of a
	 * matrix. The columns lie side by side, so that one pass computes many.
	 * @param weights as many as the matrix has rows
	 * @param matrix the rows of the matrix, each as long as there are sums
	 * @param sums where to add; as many as a multiple of {@link #COLUMNS}
	 */
	void addProducts(float[] weights, float[] matrix, float[] sums);

	/**
	 * The same for four vectors of weights, for which the matrix is read once. The sums
	 * are those of {@link #addProducts} to the bit.
	 * @param weights the first of the four's weights, then the second, and so on
	 * @param matrix the rows of the matrix
	 * @param sums where to add: the sums of the first vector, then those of the second,
	 * and so on; a multiple of {@link #COLUMNS} for each
	 */
	void addProductsOfFour(float[] weights, float[] matrix, float[] sums);

	/**
	 * Looks for the least of some numbers.
	 * @param values the numbers, none of which is not a number
	 * @param from the position of the first
	 * @param count how many, at least one; a multiple of {@link #COLUMNS}
	 * @return how far behind the first the least is, the first of several
	 */
	int least(float[] values, int from, int count);

	/**
	 * Tells which of 64 numbers are no greater than a bound.
	 * @param values the numbers
	 * @param from the position of the first of the 64
	 * @param bound the bound
	 * @return a bit for each, the lowest for the first; not set for what is not a number
	 */
	long atMost(float[] values, int from, float bound);

	/**
	 * Does what {@link #addProducts} does with a matrix of signed bytes.
	 * @param weights as many as the matrix has rows
	 * @param codes where the matrix lies
	 * @param offset where it begins, in bytes
	 * @param columns how long its rows are, a multiple of {@link #COLUMNS}
	 * @param sums where to add, at least as many as there are columns
	 */
	void addCodeProducts(float[] weights, MemorySegment codes, long offset, int columns, float[] sums);

	/**
	 * Sums up, for each of several vectors of bits, the elements of a query whose bits
	 * are set. The elements are whole numbers of {@link #PLANES} bits, the highest of
	 * which is the sign.
	 * @param planes for each word of 64 elements their lowest bits, the next, and so on
	 * @param codes where the bits lie: the first word of all vectors, then the second
	 * @param offset where they begin, in bytes
	 * @param columns how many vectors there are, a multiple of {@link #COLUMNS}, or 1
	 * @param sums receives the sums
	 */
	void sumBits(long[] planes, MemorySegment codes, long offset, int columns, long[] sums);

	/**
	 * Sums up products with signed bytes.
	 * @param weights the weights
	 * @param codes where the bytes lie, as many as there are weights
	 * @param offset where they begin
	 * @return the dot product
	 */
	float codeProduct(float[] weights, MemorySegment codes, long offset);

}

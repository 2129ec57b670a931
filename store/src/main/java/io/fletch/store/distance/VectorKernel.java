package io.fletch.store.distance;

import java.lang.foreign.MemorySegment;

/**
 * Sums over the elements of a query and of a vector of little-endian float32 in memory.
 * Sums are of single precision; the same kernel always adds in the same order.
 */
public interface VectorKernel {

	/** Sums of squares below it, and above its inverse, may have lost their precision. */
	float MIN_SUM = 1e-30f;

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
	 * Divides a dot product by the length of a vector.
	 * @param dot the dot product
	 * @param squares the sum of the squares of the vector
	 * @return the quotient; not a number where the sum has lost its precision
	 */
	static float quotient(float dot, float squares) {
		return (squares >= MIN_SUM && squares <= 1 / MIN_SUM) ? dot / (float) Math.sqrt(squares) : Float.NaN;
	}

}

package io.fletch.store.distance;

import java.lang.foreign.MemorySegment;

import io.fletch.store.query.Distance;

/**
 * A vector that others are compared with, made ready once. Whoever compares with it gets
 * the same distance for the same vector, to the last bit.
 */
public final class QueryVector {

	private static final VectorKernel KERNEL = VectorKernel.fastest();

	private final Distance distance;

	private final float[] values;

	private final byte[] bits;

	private final double norm;

	/** Finite distances from this on are exact. */
	private final double exactFrom;

	private QueryVector(Distance distance, float[] values, byte[] bits) {
		this.distance = distance;
		this.values = values;
		this.bits = bits;
		double squares = 0;
		for (float value : values) {
			squares += (double) value * value;
		}
		this.norm = Math.sqrt(squares);
		boolean isExtreme = squares < VectorKernel.MIN_SUM || squares > 1 / VectorKernel.MIN_SUM;
		this.exactFrom = switch (distance) {
			case L2 -> VectorKernel.MIN_SUM;
			case DOT, COSINE -> isExtreme ? Double.POSITIVE_INFINITY : -Double.MAX_VALUE;
			case HAMMING -> 0;
		};
	}

	/**
	 * A query of numbers.
	 * @param values the numbers
	 * @param distance what to measure, but not {@link Distance#HAMMING}
	 * @return the query
	 */
	public static QueryVector of(float[] values, Distance distance) {
		return new QueryVector(distance, values.clone(), new byte[0]);
	}

	/**
	 * A query of bits.
	 * @param bits the bits, eight a byte
	 * @return the query, for {@link Distance#HAMMING}
	 */
	public static QueryVector ofBits(byte[] bits) {
		return new QueryVector(Distance.HAMMING, new float[0], bits.clone());
	}

	/**
	 * Returns what it measures.
	 * @return the distance
	 */
	public Distance distance() {
		return this.distance;
	}

	/**
	 * Returns how many elements a vector must have to be compared with it.
	 * @return the number of its numbers, or of its bytes of bits
	 */
	public int dimensions() {
		return (this.distance == Distance.HAMMING) ? this.bits.length : this.values.length;
	}

	/**
	 * Returns one of its elements.
	 * @param index which
	 * @return the number, or the byte of bits, from 0 to 255
	 */
	public float element(int index) {
		return (this.distance == Distance.HAMMING) ? this.bits[index] & 0xFF : this.values[index];
	}

	/**
	 * Measures the distance of a vector of float32, or of uint8 for
	 * {@link Distance#HAMMING}.
	 * @param data where it lies
	 * @param offset where it begins, in bytes
	 * @return the distance; not a number if there is none
	 */
	public double distance(MemorySegment data, long offset) {
		return switch (this.distance) {
			case L2 -> KERNEL.squaredDistance(this.values, data, offset);
			case DOT -> 1 - KERNEL.dot(this.values, data, offset);
			case COSINE -> 1 - KERNEL.dotWithUnit(this.values, data, offset) / this.norm;
			case HAMMING -> KERNEL.differingBits(this.bits, data, offset);
		};
	}

	/**
	 * Measures the distances of vectors that lie one behind the other.
	 * @param data where they lie
	 * @param offset where the first begins, in bytes
	 * @param count how many to measure
	 * @param distances receives what {@link #distance(MemorySegment, long)} gives for
	 * each
	 */
	public void distances(MemorySegment data, long offset, int count, double[] distances) {
		float[] sums = new float[count];
		switch (this.distance) {
			case L2 -> {
				KERNEL.squaredDistances(this.values, data, offset, sums);
				for (int i = 0; i < count; i++) {
					distances[i] = sums[i];
				}
			}
			case DOT -> {
				KERNEL.dots(this.values, data, offset, sums);
				for (int i = 0; i < count; i++) {
					distances[i] = 1 - sums[i];
				}
			}
			case COSINE -> {
				KERNEL.dotsWithUnits(this.values, data, offset, sums);
				for (int i = 0; i < count; i++) {
					distances[i] = 1 - sums[i] / this.norm;
				}
			}
			case HAMMING -> {
				for (int i = 0; i < count; i++) {
					distances[i] = distance(data, offset + (long) i * this.bits.length);
				}
			}
		}
	}

	/**
	 * Tells whether single precision was enough for a distance.
	 * @param distance what {@link #distance(MemorySegment, long)} gave
	 * @return whether it is exact but for rounding; else it is to be computed from sums
	 * of double precision
	 */
	public boolean isExact(double distance) {
		return distance >= this.exactFrom && distance <= Double.MAX_VALUE;
	}

	/**
	 * Turns sums over the elements of a vector into its distance.
	 * @param squares the sum of the squared differences
	 * @param product the dot product
	 * @param squaredNorm the sum of the squared elements
	 * @return the distance; not a number if there is none
	 */
	public double distance(double squares, double product, double squaredNorm) {
		return switch (this.distance) {
			case L2 -> squares;
			case DOT -> 1 - product;
			case COSINE -> 1 - product / (this.norm * Math.sqrt(squaredNorm));
			case HAMMING -> throw new IllegalStateException("bits have no products");
		};
	}

}

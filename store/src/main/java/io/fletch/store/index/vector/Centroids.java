package io.fletch.store.index.vector;

import java.util.Arrays;

import io.fletch.store.distance.VectorKernel;

/**
 * Points of which the nearest to a vector is looked for, all at once: they are the
 * columns of a matrix.
 */
final class Centroids {

	/** How many vectors are compared at once. */
	static final int FOUR = VectorKernel.FOUR;

	private static final VectorKernel KERNEL = VectorKernel.fastest();

	private final int count;

	private final int dimensions;

	private final int columns;

	private final float[] matrix;

	private final float[] squaredNorms;

	Centroids(int count, int dimensions) {
		this.count = count;
		this.dimensions = dimensions;
		this.columns = -Math.floorDiv(-count, VectorKernel.COLUMNS) * VectorKernel.COLUMNS;
		this.matrix = new float[Math.multiplyExact(dimensions, this.columns)];
		this.squaredNorms = new float[this.columns];
		Arrays.fill(this.squaredNorms, count, this.columns, Float.POSITIVE_INFINITY);
	}

	/**
	 * Returns how many there can be.
	 */
	static int most(int dimensions) {
		return (Integer.MAX_VALUE - 8) / dimensions / VectorKernel.COLUMNS * VectorKernel.COLUMNS;
	}

	/**
	 * Takes centroids that stand one behind the other.
	 */
	static Centroids of(float[] values, int from, int count, int dimensions) {
		Centroids centroids = new Centroids(count, dimensions);
		for (int i = 0; i < count; i++) {
			centroids.set(i, values, from + i * dimensions);
		}
		return centroids;
	}

	/**
	 * Returns them one behind the other.
	 */
	float[] values() {
		float[] values = new float[this.count * this.dimensions];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.matrix[i % this.dimensions * this.columns + i / this.dimensions];
		}
		return values;
	}

	void get(int centroid, float[] target) {
		for (int i = 0; i < this.dimensions; i++) {
			target[i] = this.matrix[i * this.columns + centroid];
		}
	}

	int count() {
		return this.count;
	}

	int dimensions() {
		return this.dimensions;
	}

	void set(int centroid, float[] values, int from) {
		float squares = 0;
		for (int i = 0; i < this.dimensions; i++) {
			float value = values[from + i];
			this.matrix[i * this.columns + centroid] = value;
			squares = Math.fma(value, value, squares);
		}
		this.squaredNorms[centroid] = squares;
	}

	/**
	 * Measures squared distances, each less the squared length of the vector.
	 * @param vector where the vector stands
	 * @param from from which element on
	 * @param distances receives them; those behind the last centroid are infinite
	 */
	void distances(float[] vector, int from, float[] distances) {
		System.arraycopy(this.squaredNorms, 0, distances, 0, this.columns);
		KERNEL.addProducts(scaled(vector, from, -2), this.matrix, distances);
	}

	/**
	 * Does the same for four vectors.
	 * @param vectors their first elements, then the second, and so on; are changed
	 * @param distances receives the distances of the first, then those of the second, and
	 * so on
	 */
	void distancesOfFour(float[] vectors, float[] distances) {
		for (int i = 0; i < FOUR; i++) {
			System.arraycopy(this.squaredNorms, 0, distances, i * this.columns, this.columns);
		}
		for (int i = 0; i < vectors.length; i++) {
			vectors[i] *= -2;
		}
		KERNEL.addProductsOfFour(vectors, this.matrix, distances);
	}

	/**
	 * Returns the centroid of the least distance.
	 * @param from where the distances begin
	 */
	int least(float[] distances, int from) {
		return KERNEL.least(distances, from, this.columns);
	}

	/**
	 * Computes dot products, negated so that the least is that of the best.
	 */
	void negatedProducts(float[] vector, int from, float[] products) {
		Arrays.fill(products, 0, this.count, 0);
		Arrays.fill(products, this.count, this.columns, Float.POSITIVE_INFINITY);
		KERNEL.addProducts(scaled(vector, from, -1), this.matrix, products);
	}

	private float[] scaled(float[] vector, int from, float factor) {
		float[] weights = new float[this.dimensions];
		for (int i = 0; i < weights.length; i++) {
			weights[i] = factor * vector[from + i];
		}
		return weights;
	}

	/**
	 * Returns an array that takes a number for each.
	 */
	float[] scratch() {
		return new float[this.columns];
	}

	int nearest(float[] vector, int from, float[] scratch) {
		distances(vector, from, scratch);
		return least(scratch, 0);
	}

}

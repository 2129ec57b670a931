package io.fletch.store;

import java.util.Arrays;
import java.util.List;

import io.fletch.store.distance.VectorKernel;
import io.fletch.store.error.InvalidInputException;

/**
 * Compares the vectors of a question with those of texts, as late interaction does and as
 * searches over columns of several vectors a row do: for each vector of the question the
 * greatest cosine among those of the text, all of that added up. Vectors of length 0 are
 * passed over. Safe for use by several threads at once.
 *
 * @see <a href="https://arxiv.org/abs/2004.12832">ColBERT</a>
 */
public final class MaxSim {

	private static final VectorKernel KERNEL = VectorKernel.fastest();

	private final int dimensions;

	/** How many vectors of the question are compared. */
	private final int count;

	/** The vectors of the question at length 1, side by side. */
	private final float[] matrix;

	private final int columns;

	/**
	 * Makes a question ready.
	 * @param question its vectors, all of one length
	 * @throws InvalidInputException if there is none, they differ in length, or a number
	 * is not finite
	 */
	public MaxSim(float[][] question) {
		if (question.length == 0) {
			throw new InvalidInputException("A question needs at least one vector to be compared, but has none");
		}
		this.dimensions = question[0].length;
		this.count = question.length;
		this.columns = (this.count + VectorKernel.COLUMNS - 1) / VectorKernel.COLUMNS * VectorKernel.COLUMNS;
		this.matrix = new float[Math.multiplyExact(this.dimensions, this.columns)];
		for (int column = 0; column < this.count; column++) {
			float[] vector = require(question[column]);
			double length = length(vector);
			if (!Double.isFinite(length)) {
				throw new InvalidInputException("The vector " + (column + 1) + " of " + this.count
						+ " of the question has NaN or infinity; give finite numbers");
			}
			for (int i = 0; i < this.dimensions && length > 0; i++) {
				this.matrix[i * this.columns + column] = (float) (vector[i] / length);
			}
		}
	}

	/**
	 * Compares with a text.
	 * @param text the vectors of the text
	 * @return the sum, at most the number of the question's vectors; not a number if
	 * nothing could be compared
	 * @throws InvalidInputException if a vector has another length than the question's
	 */
	public double score(List<float[]> text) {
		float[] products = new float[this.columns];
		double[] greatest = new double[this.count];
		Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
		for (float[] vector : text) {
			double length = length(require(vector));
			if (length > 0 && length < Double.POSITIVE_INFINITY) {
				Arrays.fill(products, 0);
				KERNEL.addProducts(vector, this.matrix, products);
				for (int i = 0; i < this.count; i++) {
					greatest[i] = Math.max(greatest[i], products[i] / length);
				}
			}
		}
		double sum = Arrays.stream(greatest).sum();
		return Double.isFinite(sum) ? sum : Double.NaN;
	}

	private float[] require(float[] vector) {
		if (vector.length != this.dimensions) {
			throw new InvalidInputException(
					"A vector has " + vector.length + " dimensions, but those of the question have " + this.dimensions
							+ "; they must be made by the same model");
		}
		return vector;
	}

	private static double length(float[] vector) {
		double sum = 0;
		for (float element : vector) {
			sum += (double) element * element;
		}
		return Math.sqrt(sum);
	}

}

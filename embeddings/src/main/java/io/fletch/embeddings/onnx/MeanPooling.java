package io.fletch.embeddings.onnx;

/**
 * Makes the vector of a text from the vectors of its tokens.
 */
final class MeanPooling {

	private MeanPooling() {
	}

	/**
	 * Averages and scales to length 1.
	 * @param tokenVectors the vectors of the tokens one after the other; those of padding
	 * tokens come last
	 * @param tokens the number of tokens that are no padding
	 * @param dimensions the length of a vector
	 * @return the mean of the first {@code tokens} vectors, of length 1; all zeros if the
	 * mean is
	 */
	static float[] pool(float[] tokenVectors, int tokens, int dimensions) {
		// The length is scaled to 1 afterwards, so the sum does as well as the mean.
		double[] sum = new double[dimensions];
		for (int token = 0; token < tokens; token++) {
			for (int i = 0; i < dimensions; i++) {
				sum[i] += tokenVectors[token * dimensions + i];
			}
		}
		double squares = 0;
		for (double value : sum) {
			squares += value * value;
		}
		float[] pooled = new float[dimensions];
		double scale = (squares > 0) ? 1 / Math.sqrt(squares) : 0;
		for (int i = 0; i < dimensions; i++) {
			pooled[i] = (float) (sum[i] * scale);
		}
		return pooled;
	}

}

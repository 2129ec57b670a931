package io.fletch.embeddings.onnx;

/**
 * How the vectors of a text's tokens become one.
 */
enum Pooling {

	/** Their mean. */
	MEAN,

	/** The vector of the first token, which stands for the text. */
	CLS,

	/** The greatest value of each dimension. */
	MAX,

	/** The vector of the last token, which has seen all others. */
	LAST_TOKEN;

	/**
	 * Makes one vector of many.
	 * @param skipped how many tokens do not count; the first one stands for the text even
	 * so
	 */
	float[] pool(TokenVectors tokens, int skipped) {
		return switch (this) {
			case MEAN -> mean(tokens.without(skipped));
			case CLS -> tokens.vector(0);
			case MAX -> max(tokens.without(skipped));
			case LAST_TOKEN -> tokens.vector(tokens.count() - 1);
		};
	}

	private static float[] mean(TokenVectors tokens) {
		int dimensions = tokens.dimensions();
		double[] sum = new double[dimensions];
		for (int token = tokens.first(); token < tokens.first() + tokens.count(); token++) {
			for (int i = 0; i < dimensions; i++) {
				sum[i] += tokens.values()[token * dimensions + i];
			}
		}
		float[] mean = new float[dimensions];
		for (int i = 0; i < dimensions; i++) {
			mean[i] = (float) (sum[i] / tokens.count());
		}
		return mean;
	}

	private static float[] max(TokenVectors tokens) {
		int dimensions = tokens.dimensions();
		float[] max = tokens.vector(0);
		for (int token = tokens.first() + 1; token < tokens.first() + tokens.count(); token++) {
			for (int i = 0; i < dimensions; i++) {
				max[i] = Math.max(max[i], tokens.values()[token * dimensions + i]);
			}
		}
		return max;
	}

}

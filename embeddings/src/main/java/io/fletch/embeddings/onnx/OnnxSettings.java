package io.fletch.embeddings.onnx;

/**
 * How a model is run. None of the settings changes what a vector means.
 *
 * @param maxTokens the length in tokens, special tokens included, after which text is cut
 * off; at least 3 and at most what the model was made for
 * @param batchSize how many texts are given to the model at once, at least 1
 * @param threads how many threads the model may use within one batch, at least 1
 */
public record OnnxSettings(int maxTokens, int batchSize, int threads) {

	public OnnxSettings {
		requireAtLeast("maxTokens", maxTokens, 3);
		requireAtLeast("batchSize", batchSize, 1);
		requireAtLeast("threads", threads, 1);
	}

	/**
	 * Returns the settings of sentence transformers such as all-MiniLM-L6-v2.
	 * @return 256 tokens, batches of 32, as many threads as there are processors
	 */
	public static OnnxSettings defaults() {
		return new OnnxSettings(256, 32, Runtime.getRuntime().availableProcessors());
	}

	private static void requireAtLeast(String name, int value, int minimum) {
		if (value < minimum) {
			throw new IllegalArgumentException(name + " must be at least " + minimum + ", but was " + value);
		}
	}

}

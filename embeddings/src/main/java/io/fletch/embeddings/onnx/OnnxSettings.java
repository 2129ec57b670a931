package io.fletch.embeddings.onnx;

import java.util.List;

import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * How a model is run. None of the settings changes what a vector means.
 *
 * @param provider what it is computed with
 * @param device the number of the graphics card, from 0
 * @param threads how many threads compute at once, from 1 to 256
 * @param batchSize how many texts or pictures are given to the model at once at most, at
 * least 1
 * @param batchTokens how many tokens the texts of a batch have at most, filled up to the
 * longest of them; a longer text is alone in its batch
 */
public record OnnxSettings(ExecutionProvider provider, int device, int threads, int batchSize, int batchTokens) {

	/** Tens of thousands take so long to start that a mistake looks like a hang. */
	private static final int MAX_THREADS = 256;

	private static final OnnxSettings DEFAULTS = new OnnxSettings(ExecutionProvider.CPU, 0,
			Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS), 32, 512);

	/**
	 * Checks the numbers.
	 */
	public OnnxSettings {
		requireAtLeast("device", device, 0);
		requireAtLeast("threads", threads, 1);
		if (threads > MAX_THREADS) {
			throw new IllegalArgumentException("threads must be at most " + MAX_THREADS + ", but was " + threads);
		}
		requireAtLeast("batchSize", batchSize, 1);
		requireAtLeast("batchTokens", batchTokens, 1);
	}

	private static void requireAtLeast(String name, int value, int minimum) {
		if (value < minimum) {
			throw new IllegalArgumentException(name + " must be at least " + minimum + ", but was " + value);
		}
	}

	/**
	 * Returns the options that {@link #of} reads.
	 * @return the options
	 */
	public static List<EmbeddingOption> options() {
		return List.of(EmbeddingOption.of("execution-provider", "what computes: cpu, cuda, coreml or directml", "cpu"),
				EmbeddingOption.of("device-id", "the number of the graphics card", "0"),
				EmbeddingOption.optional("threads",
						"how many threads of the processor compute, at most 256; all processors by default"),
				EmbeddingOption.of("batch-size", "how many texts or pictures the model gets at once at most",
						String.valueOf(DEFAULTS.batchSize)),
				EmbeddingOption.of("batch-tokens",
						"how many tokens the texts of a batch have at most, filled up to the longest of them",
						String.valueOf(DEFAULTS.batchTokens)));
	}

	/**
	 * Returns the settings that options give.
	 * @param options the options of a function
	 * @return the settings
	 */
	public static OnnxSettings of(EmbeddingOptions options) {
		return new OnnxSettings(
				(options.find("execution-provider") != null)
						? options.constant("execution-provider", ExecutionProvider.class) : DEFAULTS.provider,
				number(options, "device-id", 0, DEFAULTS.device),
				(options.find("threads") != null) ? options.number("threads", 1, MAX_THREADS) : DEFAULTS.threads,
				number(options, "batch-size", 1, DEFAULTS.batchSize),
				number(options, "batch-tokens", 1, DEFAULTS.batchTokens));
	}

	private static int number(EmbeddingOptions options, String name, int least, int otherwise) {
		return (options.find(name) != null) ? options.number(name, least, 1_000_000) : otherwise;
	}

}

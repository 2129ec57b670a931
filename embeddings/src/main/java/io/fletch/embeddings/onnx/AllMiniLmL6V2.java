package io.fletch.embeddings.onnx;

import java.util.List;
import java.util.Map;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionFactory;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Offers the sentence transformer all-MiniLM-L6-v2: English, 384 dimensions, up to 256
 * tokens of a text, vectors of length 1. The weights, quantised to 8 bits, come with the
 * class path; nothing is ever downloaded.
 * <p>
 * The model quantises its activations a batch at a time: the vectors that a sentence has
 * alone and beside others have a cosine of 0.985 or more, those of a single word less.
 */
public final class AllMiniLmL6V2 implements EmbeddingFunctionFactory {

	/** The alias of the function. */
	public static final String ALIAS = "all-minilm-l6-v2";

	private static final BundledModel MODEL = new BundledModel("all-minilm-l6-v2-q",
			Map.of("pooling", "mean", "max-tokens", "256"));

	@Override
	public String alias() {
		return ALIAS;
	}

	@Override
	public List<EmbeddingOption> options() {
		return BundledModel.options();
	}

	@Override
	public EmbeddingFunction create(String name, EmbeddingOptions options) {
		return MODEL.create(name, options);
	}

}

package io.fletch.embeddings.onnx;

import java.util.List;
import java.util.Map;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionFactory;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Offers the sentence transformer e5-small-v2: English, 384 dimensions, up to 512 tokens
 * of a text, vectors of length 1. Its weights, quantised to 8 bits, are in a jar that an
 * application adds.
 */
public final class E5SmallV2 implements EmbeddingFunctionFactory {

	/** The alias of the function. */
	public static final String ALIAS = "e5-small-v2";

	private static final BundledModel MODEL = new BundledModel("e5-small-v2-q",
			Map.of("pooling", "mean", "query-prefix", "query: ", "passage-prefix", "passage: "));

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

package io.fletch.embeddings.onnx;

import java.util.List;
import java.util.Map;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionFactory;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Offers the sentence transformer bge-small-en-v1.5: English, 384 dimensions, up to 512
 * tokens of a text, vectors of length 1. Its weights, quantised to 8 bits, are in a jar
 * that an application adds.
 */
public final class BgeSmallEnV15 implements EmbeddingFunctionFactory {

	/** The alias of the function. */
	public static final String ALIAS = "bge-small-en-v1.5";

	private static final BundledModel MODEL = new BundledModel("bge-small-en-v1.5-q",
			Map.of("pooling", "cls", "query-prefix", "Represent this sentence for searching relevant passages: "));

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

package io.fletch.embeddings.onnx;

import java.util.ArrayList;
import java.util.List;

import io.fletch.embeddings.hub.HubSettings;
import io.fletch.embeddings.hub.ModelHub;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionFactory;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Offers any sentence transformer with an ONNX export: from a folder, the class path, or
 * a hub.
 */
public final class SentenceTransformers implements EmbeddingFunctionFactory {

	/** The alias of the functions. */
	public static final String ALIAS = "sentence-transformers";

	private static final String OWNER = "sentence-transformers/";

	@Override
	public String alias() {
		return ALIAS;
	}

	@Override
	public List<EmbeddingOption> options() {
		List<EmbeddingOption> options = new ArrayList<>(ModelFiles.options());
		options.add(EmbeddingOption.optional("file", "the ONNX file within the model, for example "
				+ "onnx/model_quantized.onnx; model.onnx or onnx/model.onnx by default"));
		options.addAll(SentenceConfig.options());
		options.add(TokenLayout.MAX_TOKENS);
		options.addAll(OnnxSettings.options());
		options.addAll(HubSettings.options());
		return options;
	}

	@Override
	public EmbeddingFunction create(String name, EmbeddingOptions options) {
		String model = options.text("model");
		return OnnxSentenceTransformer.load(name,
				ModelFiles.of(isShort(model) ? OWNER + model : model, options, OnnxSentenceTransformer.USE), options);
	}

	/**
	 * The library that gave these models their name lets this organisation be left out.
	 */
	private static boolean isShort(String model) {
		return ModelHub.isName(OWNER + model) && !ModelFiles.isFolder(model);
	}

}

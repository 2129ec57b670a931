package io.fletch.embeddings.colbert;

import java.util.ArrayList;
import java.util.List;

import io.fletch.embeddings.hub.HubSettings;
import io.fletch.embeddings.onnx.ModelFiles;
import io.fletch.embeddings.onnx.OnnxSettings;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionFactory;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Offers models of late interaction with an ONNX export: from a folder, the class path,
 * or a hub.
 */
public final class Colbert implements EmbeddingFunctionFactory {

	/** The alias of the functions. */
	public static final String ALIAS = "colbert";

	@Override
	public String alias() {
		return ALIAS;
	}

	@Override
	public List<EmbeddingOption> options() {
		List<EmbeddingOption> options = new ArrayList<>(ModelFiles.options());
		options.add(EmbeddingOption.optional("file",
				"the ONNX file within the model; model.onnx or onnx/model.onnx by " + "default"));
		options.addAll(ColbertConfig.options());
		options.addAll(OnnxSettings.options());
		options.addAll(HubSettings.options());
		return options;
	}

	@Override
	public EmbeddingFunction create(String name, EmbeddingOptions options) {
		return ColbertFunction.load(name, ModelFiles.of(options, ColbertFunction.USE), options);
	}

}

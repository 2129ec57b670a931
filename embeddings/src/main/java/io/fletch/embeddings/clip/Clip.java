package io.fletch.embeddings.clip;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.fletch.embeddings.hub.HubSettings;
import io.fletch.embeddings.onnx.ModelFiles;
import io.fletch.embeddings.onnx.OnnxSettings;
import io.fletch.embeddings.onnx.TokenLayout;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionFactory;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.SourceKind;

/**
 * Offers models of pictures and text with an ONNX export: from a folder, the class path,
 * or a hub.
 */
public final class Clip implements EmbeddingFunctionFactory {

	/** The alias of the functions. */
	public static final String ALIAS = "clip";

	@Override
	public String alias() {
		return ALIAS;
	}

	@Override
	public List<EmbeddingOption> options() {
		List<EmbeddingOption> options = new ArrayList<>(ModelFiles.options());
		options.addAll(ClipTowers.options());
		options.add(TokenLayout.MAX_TOKENS);
		options.addAll(PictureLimits.options());
		options.addAll(OnnxSettings.options());
		options.addAll(HubSettings.options());
		return options;
	}

	@Override
	public Set<SourceKind> accepts() {
		return EnumSet.allOf(SourceKind.class);
	}

	@Override
	public EmbeddingFunction create(String name, EmbeddingOptions options) {
		return ClipFunction.load(name, ModelFiles.of(options, ClipTowers.USE), options);
	}

}

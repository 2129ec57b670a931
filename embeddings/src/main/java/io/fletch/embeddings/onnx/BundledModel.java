package io.fletch.embeddings.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * A sentence transformer whose files are in a jar of LangChain4j, beside no settings: how
 * it was trained is known here.
 *
 * @param resource the name of the files without their endings
 * @param settings the options of a sentence transformer that fit it
 */
record BundledModel(String resource, Map<String, String> settings) {

	static List<EmbeddingOption> options() {
		List<EmbeddingOption> options = new ArrayList<>(OnnxSettings.options());
		options.add(TokenLayout.MAX_TOKENS);
		return options;
	}

	EmbeddingFunction create(String name, EmbeddingOptions options) {
		String remedy = "It is part of the artifact dev.langchain4j:langchain4j-embeddings-"
				+ this.resource.replace(".", "") + ": put an undamaged copy of that jar on the class path.";
		Map<String, String> values = new TreeMap<>(this.settings);
		for (EmbeddingOption option : options()) {
			String value = options.find(option.name());
			if (value != null) {
				values.put(option.name(), value);
			}
		}
		return OnnxSentenceTransformer.load(name, ModelFiles.ofJar(this.resource, remedy),
				new EmbeddingOptions(name, values));
	}

}

package io.fletch.embeddings.colbert;

import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import io.fletch.embeddings.Assets;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.MultiVectorEmbeddingFunction;
import io.fletch.test.embedding.MultiVectorEmbeddingFunctionContract;

class ColbertContractTests extends MultiVectorEmbeddingFunctionContract {

	private static MultiVectorEmbeddingFunction function;

	@BeforeAll
	static void load() {
		String model = Assets.requireFile("models/minilm-late-interaction-128").toString();
		function = (MultiVectorEmbeddingFunction) new Colbert().create("mine",
				new EmbeddingOptions("mine", Map.of("model", model)));
	}

	@AfterAll
	static void close() {
		// Where the model is not there, nothing was loaded.
		if (function != null) {
			function.close();
		}
	}

	@Override
	protected MultiVectorEmbeddingFunction function() {
		return function;
	}

}

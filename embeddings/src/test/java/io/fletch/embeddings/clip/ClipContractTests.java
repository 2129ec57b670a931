package io.fletch.embeddings.clip;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import io.fletch.embeddings.Assets;
import io.fletch.store.embedding.ImageEmbeddingFunction;
import io.fletch.test.embedding.ImageEmbeddingFunctionContract;

class ClipContractTests extends ImageEmbeddingFunctionContract {

	private static ImageEmbeddingFunction function;

	@BeforeAll
	static void load() {
		function = ClipFunction.ofFolder("mine", Assets.requireFile("models/emoji-clip"));
	}

	@AfterAll
	static void close() {
		// Where the model is not there, nothing was loaded.
		if (function != null) {
			function.close();
		}
	}

	@Override
	protected ImageEmbeddingFunction function() {
		return function;
	}

}

package io.fletch.embeddings.onnx;

import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.test.embedding.MeaningContract;

import static org.assertj.core.api.Assertions.assertThat;

class BgeSmallEnV15Tests extends MeaningContract {

	private static EmbeddingFunction function;

	@BeforeAll
	static void load() {
		function = new BgeSmallEnV15().create(BgeSmallEnV15.ALIAS, new EmbeddingOptions(BgeSmallEnV15.ALIAS, Map.of()));
	}

	@AfterAll
	static void close() {
		function.close();
	}

	@Override
	protected EmbeddingFunction function() {
		return function;
	}

	@Override
	protected double sameness() {
		// Activations are quantised a batch at a time.
		return 0.97;
	}

	@Override
	protected double margin() {
		// Cosines of this model are all high.
		return 0.1;
	}

	@Test
	void hasDimensions384() {
		assertThat(function.dimensions()).isEqualTo(384);
	}

	@Test
	void describesTheModelAndHowItIsUsed() {
		assertThat(function.description().model()).matches("bge-small-en-v1.5-q@sha256:[0-9a-f]{16}");
		assertThat(function.description().settings())
			.isEqualTo(Map.of("max-tokens", "512", "pooling", "cls", "normalize", "true", "query-prefix",
					"Represent this sentence for searching relevant passages: ", "passage-prefix", ""));
	}

}

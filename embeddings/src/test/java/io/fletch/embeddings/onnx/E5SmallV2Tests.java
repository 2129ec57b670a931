package io.fletch.embeddings.onnx;

import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.test.embedding.MeaningContract;

import static org.assertj.core.api.Assertions.assertThat;

class E5SmallV2Tests extends MeaningContract {

	private static EmbeddingFunction function;

	@BeforeAll
	static void load() {
		function = new E5SmallV2().create(E5SmallV2.ALIAS, new EmbeddingOptions(E5SmallV2.ALIAS, Map.of()));
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
		return 0.02;
	}

	@Test
	void hasDimensions384() {
		assertThat(function.dimensions()).isEqualTo(384);
	}

	@Test
	void describesTheModelAndHowItIsUsed() {
		assertThat(function.description().model()).matches("e5-small-v2-q@sha256:[0-9a-f]{16}");
		assertThat(function.description().settings()).isEqualTo(Map.of("max-tokens", "512", "pooling", "mean",
				"normalize", "true", "query-prefix", "query: ", "passage-prefix", "passage: "));
	}

}

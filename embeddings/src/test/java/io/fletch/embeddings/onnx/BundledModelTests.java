package io.fletch.embeddings.onnx;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOptions;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BundledModelTests {

	@Test
	void namesTheArtifactThatIsAbsent() {
		BundledModel model = new BundledModel("some-model-v1.5-q", Map.of());
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> model.create("some", new EmbeddingOptions("some", Map.of())))
			.withMessageContaining("is missing in the class path as some-model-v1.5-q.onnx. It is part of the artifact "
					+ "dev.langchain4j:langchain4j-embeddings-some-model-v15-q: put an undamaged copy of that jar on the "
					+ "class path.");
	}

}

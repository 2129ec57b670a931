package io.fletch.springai.vectorstore;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

import io.fletch.test.embedding.HashedWordsFunction;

/**
 * A model as of a provider, that tells its name with each answer.
 *
 * @param name its name; empty if it does not tell
 */
record NamedModel(String name) implements EmbeddingModel {

	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		List<float[]> vectors = new HashedWordsFunction().embedSources(request.getInstructions());
		EmbeddingResponseMetadata metadata = new EmbeddingResponseMetadata();
		metadata.setModel(this.name);
		return new EmbeddingResponse(
				IntStream.range(0, vectors.size()).mapToObj((i) -> new Embedding(vectors.get(i), i)).toList(),
				metadata);
	}

	@Override
	public float[] embed(Document document) {
		return new HashedWordsFunction().embedQuery(String.valueOf(document.getText()));
	}

	@Override
	public int dimensions() {
		return new HashedWordsFunction().dimensions();
	}

	@Override
	public String toString() {
		return "NamedModel" + Map.of("name", this.name);
	}

}

package io.fletch.autoconfigure;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * A model for which everything means the same.
 *
 * @param length the length of its vectors
 */
record FixedModel(int length) implements EmbeddingModel {

	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		return new EmbeddingResponse(IntStream.range(0, request.getInstructions().size())
			.mapToObj((i) -> new Embedding(vector(), i))
			.toList());
	}

	@Override
	public float[] embed(Document document) {
		return vector();
	}

	private float[] vector() {
		float[] vector = new float[this.length];
		Arrays.fill(vector, 1);
		return vector;
	}

}

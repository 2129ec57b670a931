package io.fletch.benchmarks.springai;

import java.util.List;
import java.util.stream.IntStream;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * Texts that are numbers of vectors, so that embedding costs nothing.
 *
 * @param vectors the vectors by their numbers
 */
record NumberedTexts(List<float[]> vectors) implements EmbeddingModel {

	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		List<String> texts = request.getInstructions();
		return new EmbeddingResponse(
				IntStream.range(0, texts.size()).mapToObj((i) -> new Embedding(vector(texts.get(i)), i)).toList());
	}

	@Override
	public float[] embed(Document document) {
		return vector(getEmbeddingContent(document));
	}

	@Override
	public String getEmbeddingContent(Document document) {
		return document.getId();
	}

	@Override
	public float[] embed(String text) {
		return vector(text);
	}

	@Override
	public int dimensions() {
		return this.vectors.getFirst().length;
	}

	private float[] vector(String text) {
		// A store that asks for the name of the model embeds a word.
		boolean isNumber = text.chars().allMatch(Character::isDigit);
		return isNumber ? this.vectors.get(Integer.parseInt(text)) : this.vectors.getFirst();
	}

}

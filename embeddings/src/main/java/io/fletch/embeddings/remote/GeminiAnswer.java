package io.fletch.embeddings.remote;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The answer of Gemini.
 *
 * @param embeddings the vectors
 * @param usageMetadata what is paid for, which older models do not say
 */
record GeminiAnswer(@Nullable List<Content> embeddings, @Nullable Usage usageMetadata) implements ApiAnswer {

	@Override
	public List<float[]> vectors(int expected) {
		return ApiAnswer.inOrder(
				(this.embeddings != null) ? this.embeddings.stream().map(Content::vector).toList() : null, expected);
	}

	@Override
	public long tokens() {
		return (this.usageMetadata != null) ? ApiAnswer.count(this.usageMetadata.promptTokenCount()) : 0;
	}

	/**
	 * The vector of a content.
	 *
	 * @param values the vector
	 */
	record Content(float @Nullable [] values) {

		private float[] vector() {
			return (this.values != null) ? this.values : new float[0];
		}

	}

	/**
	 * What is paid for.
	 *
	 * @param promptTokenCount the number of tokens
	 */
	record Usage(@Nullable Long promptTokenCount) {

	}

}

package io.fletch.embeddings.remote;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The answer of Ollama.
 *
 * @param embeddings the vectors
 * @param counted the number of tokens, which is left out where it is 0
 */
record OllamaAnswer(@Nullable List<float[]> embeddings,
		@JsonProperty("prompt_eval_count") @Nullable Long counted) implements ApiAnswer {

	@Override
	public List<float[]> vectors(int expected) {
		return ApiAnswer.inOrder(this.embeddings, expected);
	}

	@Override
	public long tokens() {
		return ApiAnswer.count(this.counted);
	}

}

package io.fletch.embeddings.remote;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The answer of Ollama.
 *
 * @param embeddings the vectors
 * @param tokens the number of tokens
 */
record OllamaAnswer(@Nullable List<float[]> embeddings,
		@JsonProperty("prompt_eval_count") long tokens) implements ApiAnswer {

	@Override
	public List<float[]> vectors(int expected) {
		return ApiAnswer.inOrder(this.embeddings, expected);
	}

}

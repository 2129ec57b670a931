package io.fletch.embeddings.remote;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * The answer of Hugging Face's text-embeddings-inference: vectors and nothing else.
 *
 * @param embeddings the vectors
 */
record TeiAnswer(@Nullable List<float[]> embeddings) implements ApiAnswer {

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	TeiAnswer {
	}

	@Override
	public List<float[]> vectors(int expected) {
		return ApiAnswer.inOrder(this.embeddings, expected);
	}

	@Override
	public long tokens() {
		return 0;
	}

}

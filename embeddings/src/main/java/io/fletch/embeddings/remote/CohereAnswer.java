package io.fletch.embeddings.remote;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The answer of Cohere.
 *
 * @param embeddings the vectors by the type of their numbers
 * @param meta what is paid for
 */
record CohereAnswer(@Nullable ByType embeddings, @Nullable Meta meta) implements ApiAnswer {

	@Override
	public List<float[]> vectors(int expected) {
		return ApiAnswer.inOrder((this.embeddings != null) ? this.embeddings.floats() : null, expected);
	}

	@Override
	public long tokens() {
		Units units = (this.meta != null) ? this.meta.units() : null;
		return (units != null) ? ApiAnswer.count(units.tokens()) : 0;
	}

	/**
	 * The vectors by the type of their numbers.
	 *
	 * @param floats the vectors
	 */
	record ByType(@JsonProperty("float") @Nullable List<float[]> floats) {

	}

	/**
	 * About the answer.
	 *
	 * @param units what is paid for
	 */
	record Meta(@JsonProperty("billed_units") @Nullable Units units) {

	}

	/**
	 * What is paid for.
	 *
	 * @param tokens the number of tokens
	 */
	record Units(@JsonProperty("input_tokens") @Nullable Double tokens) {

	}

}

package io.fletch.embeddings.remote;

import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The answer of OpenAI and of those who copy its API: vectors in any order, each with the
 * number of its text.
 *
 * @param data the vectors
 * @param usage what is paid for
 */
record IndexedAnswer(@Nullable List<Item> data, @Nullable Usage usage) implements ApiAnswer {

	@Override
	public List<float[]> vectors(int expected) {
		int count = (this.data != null) ? this.data.size() : 0;
		if (this.data == null || count != expected) {
			throw ApiAnswer.misfit(expected, count + " vectors");
		}
		float[][] vectors = new float[expected][];
		for (Item item : this.data) {
			if (item.index() < 0 || item.index() >= expected || vectors[item.index()] != null) {
				throw ApiAnswer.misfit(expected, "the index " + item.index() + " twice, or out of range,");
			}
			if (item.embedding() == null) {
				throw ApiAnswer.misfit(expected, "no vector for index " + item.index());
			}
			vectors[item.index()] = item.embedding();
		}
		return Arrays.asList(vectors);
	}

	@Override
	public long tokens() {
		return (this.usage != null) ? ApiAnswer.count(this.usage.tokens()) : 0;
	}

	/**
	 * A vector.
	 *
	 * @param index the number of its text, from 0
	 * @param embedding the vector
	 */
	record Item(int index, float @Nullable [] embedding) {

	}

	/**
	 * What is paid for.
	 *
	 * @param tokens the number of tokens, which not every server says
	 */
	record Usage(@JsonProperty("total_tokens") @Nullable Long tokens) {

	}

}

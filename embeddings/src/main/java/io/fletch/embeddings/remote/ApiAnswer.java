package io.fletch.embeddings.remote;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;

/**
 * What a provider answers.
 */
interface ApiAnswer {

	/**
	 * Returns the vectors in the order of the texts.
	 * @param expected how many texts were sent
	 * @throws EmbeddingException if there are more or fewer
	 */
	List<float[]> vectors(int expected);

	/**
	 * Returns how many tokens the provider counted, or 0 if it does not say.
	 */
	long tokens();

	/**
	 * Returns a number of tokens that an answer may leave out.
	 */
	static long count(@Nullable Number tokens) {
		return (tokens != null) ? tokens.longValue() : 0;
	}

	/**
	 * Returns vectors that are in the order of the texts already.
	 */
	static List<float[]> inOrder(@Nullable List<float[]> vectors, int expected) {
		int count = (vectors != null) ? vectors.size() : 0;
		if (vectors == null || count != expected) {
			throw misfit(expected, count + " vectors");
		}
		return vectors;
	}

	static EmbeddingException misfit(int expected, String found) {
		return new EmbeddingException("answered " + found + " to " + expected
				+ " texts: expected one vector for each. Check 'model' and 'base-url'.");
	}

}

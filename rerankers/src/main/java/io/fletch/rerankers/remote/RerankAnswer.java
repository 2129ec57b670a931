package io.fletch.rerankers.remote;

import io.fletch.store.embedding.EmbeddingException;

/**
 * What a provider answers.
 */
interface RerankAnswer {

	/**
	 * Returns the scores in the order of the texts.
	 * @param expected how many texts were sent
	 * @throws EmbeddingException if they are not one for each
	 */
	double[] scores(int expected);

}

package io.fletch.store.embedding;

import java.util.List;

/**
 * Turns text into one vector for each of its tokens, for late interaction (Khattab and
 * Zaharia, ColBERT, 2020). A column of several vectors a row is filled with them; a
 * column of one vector gets what {@link #embedSources(List)} makes, the mean.
 */
public interface MultiVectorEmbeddingFunction extends EmbeddingFunction {

	/**
	 * Embeds the tokens of passages that are to be stored.
	 * @param sources the passages, none of them blank
	 * @return for each source, in their order, at least one vector of
	 * {@link #dimensions()} floats
	 * @throws EmbeddingException if the model fails; no vector is returned then
	 */
	List<float[][]> embedSourceTokens(List<String> sources);

	/**
	 * Embeds the tokens of a question.
	 * @param query the question, not blank
	 * @return at least one vector of {@link #dimensions()} floats
	 * @throws EmbeddingException if the model fails
	 */
	float[][] embedQueryTokens(String query);

}

package io.fletch.rerankers;

import java.util.List;

/**
 * Judges how well texts answer a question. Implementations are safe for use by several
 * threads at once.
 */
public interface RelevanceModel extends AutoCloseable {

	/**
	 * Returns the name by which configuration refers to this model.
	 * @return the name, for example {@code cross-encoder}
	 */
	String name();

	/**
	 * Judges texts.
	 * @param query the question
	 * @param texts the texts, none of them blank
	 * @return a score for each in the order of the texts; the greater, the better the
	 * text answers. Scores of different questions need not be comparable
	 * @throws RerankException if the model fails, or the thread is interrupted
	 */
	double[] scores(String query, List<String> texts);

	/**
	 * Frees what the model holds.
	 */
	@Override
	default void close() {
	}

}

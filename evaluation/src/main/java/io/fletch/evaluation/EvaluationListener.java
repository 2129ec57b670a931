package io.fletch.evaluation;

/**
 * Is told how far an evaluation is.
 */
@FunctionalInterface
public interface EvaluationListener {

	/**
	 * A search has answered a question.
	 * @param search the name of the search
	 * @param done the number of questions that it has answered
	 * @param total the number of questions
	 */
	void asked(String search, int done, int total);

}

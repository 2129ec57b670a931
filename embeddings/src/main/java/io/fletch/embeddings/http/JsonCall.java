package io.fletch.embeddings.http;

/**
 * A request and what is expected of the answer.
 *
 * @param body what is sent, as Jackson writes it, or a {@link FormBody}
 * @param texts how many texts it has, for messages
 * @param tokens about how many tokens it has, for the limit of tokens
 * @param capacity how many bytes an answer may have
 * @param answer what the answer is read into
 * @param <A> what the answer is read into
 */
public record JsonCall<A>(Object body, int texts, long tokens, long capacity, Answer<A> answer) {

	/**
	 * What an answer is.
	 *
	 * @param type what it is read into
	 * @param expectation what it should have, for messages, for example
	 * {@code vectors of numbers}
	 * @param <A> what it is read into
	 */
	public record Answer<A>(Class<? extends A> type, String expectation) {
	}

}

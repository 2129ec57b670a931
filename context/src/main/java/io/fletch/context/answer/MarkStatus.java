package io.fletch.context.answer;

/**
 * What became of one number, or mark, of an answer.
 */
public enum MarkStatus {

	/** A sentence of the passage bears out what is said, or holds what is quoted. */
	VERIFIED,

	/**
	 * No sentence of the passage shares enough words with what is said, or what is quoted
	 * does not stand in it.
	 */
	UNSUPPORTED,

	/** There is no passage with this number. */
	OUT_OF_RANGE,

	/**
	 * It looks like a citation, but what it cites is not clear: {@code [^1]},
	 * {@code [9a]}, {@code [1,]}, {@code [-1]}, a link such as {@code [1](http://...)},
	 * or a range of more than 100 numbers.
	 */
	UNREADABLE

}

package io.fletch.store.embedding;

/**
 * Where the tokens of a text lie, in order. Several tokens may share a character; what
 * lies between tokens belongs to none. Immutable.
 */
public final class TokenSpans {

	private final int[] starts;

	private final int[] ends;

	private TokenSpans(int[] starts, int[] ends) {
		this.starts = starts;
		this.ends = ends;
	}

	/**
	 * Creates spans.
	 * @param starts the offset of the first character of each token
	 * @param ends the offset after the last character of each token
	 * @return the spans
	 * @throws IllegalArgumentException if there are more of one than of the other
	 */
	public static TokenSpans of(int[] starts, int[] ends) {
		if (starts.length != ends.length) {
			throw new IllegalArgumentException(
					"Every token has a start and an end, but there are " + starts.length + " and " + ends.length);
		}
		return new TokenSpans(starts.clone(), ends.clone());
	}

	/**
	 * Returns the number of tokens.
	 * @return the number
	 */
	public int count() {
		return this.starts.length;
	}

	/**
	 * Returns where a token begins.
	 * @param token the number of the token, from 0
	 * @return the offset of its first character
	 */
	public int start(int token) {
		return this.starts[token];
	}

	/**
	 * Returns where a token ends.
	 * @param token the number of the token, from 0
	 * @return the offset after its last character
	 */
	public int end(int token) {
		return this.ends[token];
	}

}

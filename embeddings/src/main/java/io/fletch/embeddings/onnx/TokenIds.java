package io.fletch.embeddings.onnx;

/**
 * The tokens of one text, or of a pair of texts.
 *
 * @param ids their ids, special tokens included
 * @param attended how many of them, from the first, the others look at
 * @param second where the second text of a pair begins; the number of tokens if there is
 * none
 */
public record TokenIds(long[] ids, int attended, int second) {

	/**
	 * Takes tokens of one text that all look at each other.
	 * @param ids the ids
	 */
	public TokenIds(long[] ids) {
		this(ids, ids.length);
	}

	/**
	 * Takes tokens of one text.
	 * @param ids the ids
	 * @param attended how many of them, from the first, the others look at
	 */
	public TokenIds(long[] ids, int attended) {
		this(ids, attended, ids.length);
	}

	int length() {
		return this.ids.length;
	}

}

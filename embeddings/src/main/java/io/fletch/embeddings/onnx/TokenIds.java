package io.fletch.embeddings.onnx;

/**
 * The tokens of one text.
 *
 * @param ids their ids, special tokens included
 * @param attended how many of them, from the first, the others look at
 */
public record TokenIds(long[] ids, int attended) {

	/**
	 * Takes tokens that all look at each other.
	 * @param ids the ids
	 */
	public TokenIds(long[] ids) {
		this(ids, ids.length);
	}

	int length() {
		return this.ids.length;
	}

}

package io.fletch.embeddings.onnx;

/**
 * What a network made of one text: a vector for each of its tokens, padding included, or
 * one vector for all.
 *
 * @param values the vectors one after the other
 * @param first the number of the first token that is no padding
 * @param count the number of tokens that are no padding
 * @param dimensions the length of a vector
 */
public record TokenVectors(float[] values, int first, int count, int dimensions) {

	/**
	 * Leaves the first tokens out.
	 * @param skipped how many
	 * @return the others; all if there are no others
	 */
	TokenVectors without(int skipped) {
		return (skipped < this.count)
				? new TokenVectors(this.values, this.first + skipped, this.count - skipped, this.dimensions) : this;
	}

	/**
	 * Copies the vector of a token.
	 * @param token the number of the token, padding not counted
	 * @return its vector
	 */
	public float[] vector(int token) {
		float[] vector = new float[this.dimensions];
		System.arraycopy(this.values, (this.first + token) * this.dimensions, vector, 0, this.dimensions);
		return vector;
	}

}

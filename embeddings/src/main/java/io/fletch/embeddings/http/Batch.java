package io.fletch.embeddings.http;

import java.util.List;

/**
 * Texts that share a request.
 *
 * @param start the number of the first of them in the call, from 0
 * @param texts the texts
 */
public record Batch(int start, List<String> texts) {

	/**
	 * Cuts this batch in two.
	 * @return the halves in order
	 */
	public List<Batch> halves() {
		int middle = this.texts.size() / 2;
		return List.of(new Batch(this.start, this.texts.subList(0, middle)),
				new Batch(this.start + middle, this.texts.subList(middle, this.texts.size())));
	}

}

package io.fletch.embeddings.http;

import java.util.ArrayList;
import java.util.List;

/**
 * How much one request may hold.
 *
 * @param items the most texts
 * @param tokens the most tokens of all texts together, as {@link TokenEstimate} counts
 * them; a text that is longer goes alone
 */
public record BatchLimit(int items, long tokens) {

	/**
	 * Puts texts into batches.
	 * @param texts the texts
	 * @return batches within the limit, in order
	 */
	public List<Batch> split(List<String> texts) {
		List<Batch> batches = new ArrayList<>();
		int start = 0;
		long tokens = 0;
		for (int i = 0; i < texts.size(); i++) {
			long more = TokenEstimate.of(texts.get(i));
			if (i > start && (i - start == this.items || tokens + more > this.tokens)) {
				batches.add(new Batch(start, texts.subList(start, i)));
				start = i;
				tokens = 0;
			}
			tokens += more;
		}
		if (start < texts.size()) {
			batches.add(new Batch(start, texts.subList(start, texts.size())));
		}
		return batches;
	}

}

package io.fletch.context.retrieval;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One retriever, asked one query.
 *
 * @param number the position of the retriever, from 0
 * @param retriever the retriever
 * @param query what it is asked
 * @param drawn a condition more, which is left off where it does not fit; {@code null}
 * for none
 */
record Asking(int number, Retriever retriever, RetrievalQuery query, @Nullable Condition drawn) {

	/** A retriever is anybody's, also what it says of conditions. */
	Answer answer() {
		boolean fits = this.drawn != null && this.retriever.takes(this.drawn);
		List<RetrievedPassage> passages = this.retriever
			.retrieve((this.drawn != null && fits) ? this.query.and(this.drawn) : this.query);
		if (passages == null || passages.stream().anyMatch(Objects::isNull)) {
			throw new IllegalStateException(
					"it gave null instead of " + ((passages != null) ? "a passage" : "a list of passages"));
		}
		return new Answer(this.number, passages, this.drawn != null && !fits);
	}

	RetrieverFailure failure(RuntimeException cause) {
		return new RetrieverFailure(this.number, this.query.question(), cause);
	}

	/**
	 * What was found.
	 *
	 * @param retriever the position of the retriever, from 0
	 * @param passages the passages, best first
	 * @param isWithoutDrawn whether the condition was left off
	 */
	record Answer(int retriever, List<RetrievedPassage> passages, boolean isWithoutDrawn) {
	}

}

package io.fletch.context.packing;

import java.util.Objects;

import io.fletch.context.retrieval.RetrievedPassage;

/**
 * A passage that does not stand in a prompt.
 *
 * @param passage the passage
 * @param reason why
 */
public record LeftOut(RetrievedPassage passage, Reason reason) {

	public LeftOut {
		Objects.requireNonNull(passage, "passage");
		Objects.requireNonNull(reason, "reason");
	}

	/**
	 * Why a passage was left out.
	 */
	public enum Reason {

		/** Its text stands in another passage, or is the same but for white space. */
		REPEATED,

		/** It holds nothing but white space. */
		BLANK,

		/** Not even its first sentence fits into what is left of the budget. */
		OVER_BUDGET

	}

}

package io.fletch.sample.web;

import org.jspecify.annotations.Nullable;

/**
 * The text of a condition on passages. What it says is checked where it is used.
 */
final class FilterText {

	/** The longest filter, in characters. */
	static final int LONGEST = 20_000;

	private FilterText() {
	}

	/**
	 * Checks how long a filter is.
	 * @return the filter; {@code null} if nothing is in it
	 */
	static @Nullable String checked(@Nullable String given) {
		if (given != null && given.length() > LONGEST) {
			throw InvalidFieldException.badRequest("filter",
					"filter has " + given.length() + " characters; at most " + LONGEST + " are allowed. Shorten it.");
		}
		return (given == null || given.isBlank()) ? null : given;
	}

}

package io.fletch.sample.chat;

import org.jspecify.annotations.Nullable;

/**
 * Takes down how many tokens a model read and wrote. Models answer on threads of their
 * own.
 */
final class Meter {

	private volatile @Nullable TokenCount count;

	/** Takes a count down in the place of the last one, if there is one. */
	void note(@Nullable TokenCount told) {
		if (told != null) {
			this.count = told;
		}
	}

	@Nullable TokenCount count() {
		return this.count;
	}

}

package io.fletch.store;

/**
 * Is told how far the making anew of vectors is. What it throws is logged and breaks
 * nothing.
 */
@FunctionalInterface
public interface ReembedProgress {

	/** Tells nobody. */
	ReembedProgress NONE = (done, total) -> {
	};

	/**
	 * Vectors were made. Called by the thread that makes them.
	 * @param done how many rows have their new vector, also from an earlier call that did
	 * not come to its end
	 * @param total how many rows have a source
	 */
	void advanced(long done, long total);

}

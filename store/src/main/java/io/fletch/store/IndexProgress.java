package io.fletch.store;

/**
 * Is told how far the building of an index is. What it throws is logged and breaks
 * nothing.
 */
@FunctionalInterface
public interface IndexProgress {

	/** Tells nobody. */
	IndexProgress NONE = (done, total) -> {
	};

	/**
	 * Something was done. Called by the thread that builds, for every batch or so.
	 * @param done how many rows were read, each as often as it is needed
	 * @param total how many will have been read at the end, as far as is known
	 */
	void advanced(long done, long total);

}

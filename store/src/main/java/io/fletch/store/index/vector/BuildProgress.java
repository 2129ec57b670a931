package io.fletch.store.index.vector;

/**
 * Is told how far the building of an index is.
 */
@FunctionalInterface
public interface BuildProgress {

	/**
	 * Something was done.
	 * @param done how many vectors were read, each as often as it is needed
	 * @param total how many will have been read at the end, as far as is known
	 */
	void advanced(long done, long total);

}

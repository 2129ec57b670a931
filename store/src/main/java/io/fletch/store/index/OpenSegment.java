package io.fletch.store.index;

/**
 * A segment of an index, read from its file.
 */
public interface OpenSegment {

	/**
	 * Returns how many rows the segment covers.
	 * @return the number, with those that it cannot find
	 */
	int rowCount();

}

package io.fletch.store;

import java.util.List;

/**
 * What the making anew of vectors did.
 *
 * @param version the version in which the column has its new vectors
 * @param rows how many vectors were made, without those of an earlier call that did not
 * come to its end
 * @param droppedIndexes the names of the indexes of the column, which went with the old
 * vectors; create them anew
 */
public record ReembedResult(long version, long rows, List<String> droppedIndexes) {

	/**
	 * Copies the names.
	 */
	public ReembedResult {
		droppedIndexes = List.copyOf(droppedIndexes);
	}

}

package io.fletch.store;

import java.util.List;

/**
 * What the making anew of vectors did.
 *
 * @param version the version in which the column has its new vectors
 * @param rows how many rows got their new vector, without those of an earlier call that
 * did not come to its end
 * @param droppedIndexes the names of the indexes of the column, which went with the old
 * vectors; create them anew
 * @param lostVectors how many rows had a given vector that they lost, since they have no
 * source to make one of, and the new vectors have another length
 */
public record ReembedResult(long version, long rows, List<String> droppedIndexes, long lostVectors) {

	/**
	 * Copies the names.
	 */
	public ReembedResult {
		droppedIndexes = List.copyOf(droppedIndexes);
	}

}

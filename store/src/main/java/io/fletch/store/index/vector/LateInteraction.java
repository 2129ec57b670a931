package io.fletch.store.index.vector;

import java.util.List;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Distance;

/**
 * Compares several vectors with the several vectors of a row: each of the query with the
 * nearest of the row, all of that added up. On one scale with and without an index: one
 * less the sum of the greatest of one less the distance.
 */
public final class LateInteraction {

	private LateInteraction() {
	}

	/**
	 * Measures how far the vectors of a row are from a query.
	 * @param query the vectors of the query, at least one
	 * @param lists the lists of vectors of a batch
	 * @param row the position of the row in the batch
	 * @return the distance; not a number if the row has no vector that something is near
	 * to
	 */
	public static double distance(List<QueryVector> query, ColumnReader.Lists lists, int row) {
		if (lists.isNull(row) || !(lists.elements() instanceof ColumnReader.Vectors vectors)) {
			return Double.NaN;
		}
		double sum = 0;
		for (QueryVector each : query) {
			sum += greatest(each, vectors, lists.start(row), lists.end(row));
		}
		return (sum > Double.NEGATIVE_INFINITY) ? 1 - sum : Double.NaN;
	}

	private static double greatest(QueryVector query, ColumnReader.Vectors vectors, int from, int to) {
		double greatest = Double.NEGATIVE_INFINITY;
		for (int i = from; i < to; i++) {
			double similarity = 1 - VectorSpace.distance(query, vectors, i);
			if (similarity > greatest) {
				greatest = similarity;
			}
		}
		return greatest;
	}

	/**
	 * Checks that distances can be added up.
	 * @param distance what is measured
	 * @throws InvalidInputException if it is neither cosine nor dot
	 */
	public static void require(Distance distance) {
		if (distance != Distance.COSINE && distance != Distance.DOT) {
			throw new InvalidInputException("Rows of several vectors cannot be compared by " + distance
					+ "; take COSINE or DOT, whose similarities can be added up");
		}
	}

}

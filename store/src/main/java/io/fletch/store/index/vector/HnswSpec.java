package io.fletch.store.index.vector;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Distance;

/**
 * Which graph to build.
 *
 * @param space the vectors
 * @param form what to keep of them
 * @param degree how many neighbours of a vector are kept at most
 * @param breadth how many candidates are looked at to find the neighbours of a vector
 * @param training how to learn codes
 */
public record HnswSpec(VectorSpace space, VectorForm form, int degree, int breadth, Training training) {

	/** How many neighbours suit most vectors. */
	public static final int DEGREE = 32;

	/** How many candidates suit most vectors. */
	public static final int BREADTH = 100;

	/** More neighbours of a vector no graph has. */
	static final int MOST_NEIGHBOURS = 512;

	private static final int MOST_CANDIDATES = 10_000;

	/**
	 * Which graph to build.
	 * @throws InvalidInputException if a number is out of its range
	 */
	public HnswSpec {
		require("m", degree, 2, MOST_NEIGHBOURS);
		require("ef_construction", breadth, 1, MOST_CANDIDATES);
	}

	private static void require(String option, int value, int least, int most) {
		if (value < least || value > most) {
			throw new InvalidInputException(
					"The index option " + option + " is " + value + "; it must be from " + least + " to " + most);
		}
	}

	/**
	 * The graph that suits most vectors.
	 * @param space the vectors
	 * @return what to build
	 */
	public static HnswSpec of(VectorSpace space) {
		VectorForm form = (space.distance() == Distance.HAMMING) ? new VectorForm.Flat() : new VectorForm.Scalar();
		return new HnswSpec(space, form, DEGREE, BREADTH, Training.USUAL);
	}

	/**
	 * Changes what is kept of a vector.
	 * @param other what to keep
	 * @return the specification with it
	 */
	public HnswSpec with(VectorForm other) {
		return new HnswSpec(this.space, other, this.degree, this.breadth, this.training);
	}

}

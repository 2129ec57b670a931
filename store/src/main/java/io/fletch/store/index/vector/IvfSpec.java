package io.fletch.store.index.vector;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Distance;

/**
 * Which index of partitions to build.
 *
 * @param space the vectors
 * @param form what to keep of them
 * @param partitions how many partitions; 0 for about the square root of the number of
 * vectors
 * @param training how to find them
 */
public record IvfSpec(VectorSpace space, VectorForm form, int partitions, Training training) {

	/** Vectors of fewer elements are told apart too badly by one bit an element. */
	public static final int LEAST_OF_BITS = 64;

	/**
	 * Which index of partitions to build.
	 * @throws InvalidInputException if there are more partitions than fit into memory
	 */
	public IvfSpec {
		int most = Centroids.most(space.size());
		if (partitions > most) {
			throw new InvalidInputException("The index cannot have " + partitions + " partitions of " + space.size()
					+ " dimensions; ask for " + most + " at most");
		}
	}

	/**
	 * The index that suits most vectors: codes of one bit an element, of one byte where
	 * there are few elements, or the vectors themselves where they are bits.
	 * @param space the vectors
	 * @return what to build
	 */
	public static IvfSpec of(VectorSpace space) {
		VectorForm few = (space.dimensions() < LEAST_OF_BITS) ? new VectorForm.Scalar() : new VectorForm.Bits();
		VectorForm form = (space.distance() == Distance.HAMMING) ? new VectorForm.Flat() : few;
		return new IvfSpec(space, form, 0, Training.USUAL);
	}

	/**
	 * Changes what is kept of a vector.
	 * @param other what to keep
	 * @return the specification with it
	 */
	public IvfSpec with(VectorForm other) {
		return new IvfSpec(this.space, other, this.partitions, this.training);
	}

	/**
	 * Changes the number of partitions.
	 * @param count how many, or 0
	 * @return the specification with it
	 */
	public IvfSpec withPartitions(int count) {
		return new IvfSpec(this.space, this.form, count, this.training);
	}

}

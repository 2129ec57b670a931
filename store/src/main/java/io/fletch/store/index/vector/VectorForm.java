package io.fletch.store.index.vector;

/**
 * What an index keeps of a vector.
 */
public sealed interface VectorForm {

	/** The vector itself. */
	record Flat() implements VectorForm {
	}

	/** One bit an element. */
	record Bits() implements VectorForm {
	}

	/** One byte an element. */
	record Scalar() implements VectorForm {
	}

	/**
	 * The numbers of the nearest of learned patterns, one a part of the vector.
	 *
	 * @param parts how many parts; 0 for a number that suits the dimensions
	 * @param bits how many bits a number has, 4 or 8
	 */
	record Product(int parts, int bits) implements VectorForm {
	}

}

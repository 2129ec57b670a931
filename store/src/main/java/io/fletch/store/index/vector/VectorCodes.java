package io.fletch.store.index.vector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import io.fletch.store.index.IndexFileWriter;

/**
 * Turns vectors into what an index keeps of them, and compares queries with that. Codes
 * lie in blocks of several, element by element: the first bytes of all, then the second.
 */
sealed interface VectorCodes permits FlatCodes, BitCodes, ScalarCodes, ProductCodes {

	/**
	 * Learns codes of a form from a sample.
	 */
	static VectorCodes train(VectorSpace space, VectorForm form, float[][] sample, Training training) {
		return switch (form) {
			case VectorForm.Flat() -> new FlatCodes(space);
			case VectorForm.Bits() -> new BitCodes(space);
			case VectorForm.Scalar() -> ScalarCodes.train(space, sample);
			case VectorForm.Product product when sample.length == 0 -> new FlatCodes(space);
			case VectorForm.Product product -> ProductCodes.train(space, product, sample, training);
		};
	}

	/**
	 * Returns how many bytes stand for a vector.
	 */
	int bytes();

	/**
	 * Returns of how many vectors the numbers in a block are a multiple.
	 */
	int granularity();

	/**
	 * Encodes a vector.
	 * @return what the score of the vector begins with
	 */
	float encode(float[] vector, byte[] code);

	/**
	 * Makes the centre of a partition ready for the vectors of it.
	 */
	default float[] centre(float[] centre) {
		return centre;
	}

	/**
	 * Encodes a vector of a partition.
	 * @param centre the centre of the partition, made ready
	 * @return what the score of the vector begins with
	 */
	default float encode(float[] vector, float[] centre, byte[] code) {
		return encode(vector, code);
	}

	/**
	 * Tells whether scores lack how far the query is from the centre of the partition.
	 */
	default boolean isResidual() {
		return false;
	}

	/**
	 * Puts the code of a vector where it belongs in its block.
	 */
	default void place(byte[] code, MemorySegment block, int slot, int slots) {
		for (int i = 0; i < code.length; i++) {
			block.set(ValueLayout.JAVA_BYTE, (long) i * slots + slot, code[i]);
		}
	}

	/**
	 * Makes a query ready.
	 */
	CodeScan scan(float[] query);

	/**
	 * Returns how many times the limit of a search are to be compared exactly.
	 */
	int refineFactor();

	/**
	 * Returns how many more are to be compared exactly.
	 */
	default int spare() {
		return 10;
	}

	/**
	 * Writes what was learned, as one section.
	 */
	void write(IndexFileWriter target) throws IOException;

	/**
	 * Compares one query with codes.
	 */
	@FunctionalInterface
	interface CodeScan {

		/**
		 * Adds to the scores of the vectors of a block; the least is the nearest.
		 * @param codes where the codes lie
		 * @param offset where those of the block begin
		 * @param slots how many slots the block has: 1, or a multiple of
		 * {@link VectorCodes#granularity()}
		 * @param scores the scores by slot
		 */
		void addScores(MemorySegment codes, long offset, int slots, float[] scores);

	}

}

package io.fletch.store.distance;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums up, for many vectors of bits, the elements of a query whose bits are set: as
 * {@link VectorKernel#sumBits} says. A pass adds what two words of each vector give, with
 * the planes of these words in registers throughout.
 */
final class BitSums {

	private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;

	static final int LANES = SPECIES.length();

	private static final int BYTES = SPECIES.vectorByteSize();

	private static final ByteOrder ORDER = SimdKernel.ORDER;

	private static final int PLANES = VectorKernel.PLANES;

	private final long[] planes;

	private final MemorySegment words;

	private final int columns;

	private final long[] sums;

	/**
	 * Creates the sums.
	 * @param planes the planes of the query
	 * @param words where the bits lie, not on the heap
	 * @param columns how many vectors of bits there are, a multiple of {@link #LANES}
	 * @param sums receives the sums
	 */
	BitSums(long[] planes, MemorySegment words, int columns, long[] sums) {
		this.planes = planes;
		this.words = words;
		this.columns = columns;
		this.sums = sums;
	}

	void addAll(long offset) {
		Arrays.fill(this.sums, 0, this.columns, 0);
		long row = (long) this.columns * Long.BYTES;
		int plane = 0;
		long at = offset;
		for (; plane + PLANES < this.planes.length; plane += 2 * PLANES, at += 2 * row) {
			addTwo(plane, at, at + row);
		}
		if (plane < this.planes.length) {
			addOne(plane, at);
		}
	}

	private void addTwo(int plane, long first, long second) {
		MemorySegment data = SimdKernel.NATIVE.cast(this.words);
		LongVector first0 = plane(plane);
		LongVector first1 = plane(plane + 1);
		LongVector first2 = plane(plane + 2);
		LongVector first3 = plane(plane + 3);
		LongVector second0 = plane(plane + 4);
		LongVector second1 = plane(plane + 5);
		LongVector second2 = plane(plane + 6);
		LongVector second3 = plane(plane + 7);
		long behind = 0;
		for (int column = 0; column < this.columns; column += LANES, behind += BYTES) {
			LongVector bits = LongVector.fromMemorySegment(SPECIES, data, first + behind, ORDER);
			LongVector next = LongVector.fromMemorySegment(SPECIES, data, second + behind, ORDER);
			LongVector.fromArray(SPECIES, this.sums, column)
				.add(common(bits, first0).add(common(next, second0)))
				.add(common(bits, first1).add(common(next, second1)).lanewise(VectorOperators.LSHL, 1))
				.add(common(bits, first2).add(common(next, second2)).lanewise(VectorOperators.LSHL, 2))
				.sub(common(bits, first3).add(common(next, second3)).lanewise(VectorOperators.LSHL, 3))
				.intoArray(this.sums, column);
		}
	}

	private void addOne(int plane, long first) {
		MemorySegment data = SimdKernel.NATIVE.cast(this.words);
		LongVector first0 = plane(plane);
		LongVector first1 = plane(plane + 1);
		LongVector first2 = plane(plane + 2);
		LongVector first3 = plane(plane + 3);
		long behind = 0;
		for (int column = 0; column < this.columns; column += LANES, behind += BYTES) {
			LongVector bits = LongVector.fromMemorySegment(SPECIES, data, first + behind, ORDER);
			LongVector.fromArray(SPECIES, this.sums, column)
				.add(common(bits, first0))
				.add(common(bits, first1).lanewise(VectorOperators.LSHL, 1))
				.add(common(bits, first2).lanewise(VectorOperators.LSHL, 2))
				.sub(common(bits, first3).lanewise(VectorOperators.LSHL, 3))
				.intoArray(this.sums, column);
		}
	}

	private LongVector plane(int plane) {
		return LongVector.broadcast(SPECIES, this.planes[plane]);
	}

	private static LongVector common(LongVector bits, LongVector plane) {
		return bits.and(plane).lanewise(VectorOperators.BIT_COUNT);
	}

}

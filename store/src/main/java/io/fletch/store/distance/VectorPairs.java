package io.fletch.store.distance;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Compares a query with many vectors that lie one behind the other, two at once: one of
 * their first half, one of the second, as memory that is read from two places comes
 * faster. The sums are those of {@link SimdKernel} for one vector, to the bit.
 * <p>
 * The loops call the vectors of the JDK directly, and hand registers on by way of an
 * array: the compiler stops to inline once a method has grown long, and a register that
 * is handed to another method becomes an object.
 */
final class VectorPairs {

	private static final VectorSpecies<Float> SPECIES = SimdKernel.SPECIES;

	private static final int LANES = SimdKernel.LANES;

	private static final int BYTES = SimdKernel.BYTES;

	private static final ByteOrder ORDER = SimdKernel.ORDER;

	private final float[] query;

	private final MemorySegment vectors;

	private final float[] results;

	private final int half;

	/**
	 * The steps of loops, kept from the compiler: where it knows them, it makes several
	 * loops of one, and computes beforehand which of them needs no checks of bounds. That
	 * takes longer than the few steps of a vector.
	 */
	private final int stepOfTwo = 2 * LANES;

	private final int stepOfFour = 4 * LANES;

	/** Registers whose lanes are to be added up. */
	private final float[] lanes = new float[4 * LANES];

	/**
	 * Creates the comparison.
	 * @param query the query
	 * @param vectors where the vectors lie, not on the heap
	 * @param results receives the results of as many vectors as it takes, but not of the
	 * last of an odd number
	 */
	VectorPairs(float[] query, MemorySegment vectors, float[] results) {
		this.query = query;
		this.vectors = vectors;
		this.results = results;
		this.half = results.length / 2;
	}

	void squaredDistances() {
		for (int i = 0; i < this.half; i++) {
			long first = offset(i);
			long second = offset(i + this.half);
			int rest = addSquares(first, second);
			this.results[i] = sum(0);
			this.results[i + this.half] = sum(1);
			if (rest < this.query.length) {
				this.results[i] += SimdKernel.restOfSquares(this.query, this.vectors, first, rest);
				this.results[i + this.half] += SimdKernel.restOfSquares(this.query, this.vectors, second, rest);
			}
		}
	}

	void dots() {
		for (int i = 0; i < this.half; i++) {
			long first = offset(i);
			long second = offset(i + this.half);
			int rest = addProducts(first, second);
			this.results[i] = sum(0);
			this.results[i + this.half] = sum(1);
			if (rest < this.query.length) {
				this.results[i] += SimdKernel.restOfProducts(this.query, this.vectors, first, rest);
				this.results[i + this.half] += SimdKernel.restOfProducts(this.query, this.vectors, second, rest);
			}
		}
	}

	void dotsWithUnits() {
		for (int i = 0; i < this.half; i++) {
			long first = offset(i);
			long second = offset(i + this.half);
			int rest = addProductsAndSquares(first, second);
			this.results[i] = quotient(0, first, rest);
			this.results[i + this.half] = quotient(2, second, rest);
		}
	}

	private float quotient(int register, long offset, int rest) {
		float dot = sum(register);
		float squares = sum(register + 1);
		if (rest < this.query.length) {
			dot += SimdKernel.restOfProducts(this.query, this.vectors, offset, rest);
			squares += SimdKernel.restOfOwnSquares(this.query, this.vectors, offset, rest);
		}
		return VectorKernel.quotient(dot, squares);
	}

	private long offset(int index) {
		return (long) index * this.query.length * Float.BYTES;
	}

	private float sum(int register) {
		return SimdKernel.sum(FloatVector.fromArray(SPECIES, this.lanes, register * LANES));
	}

	/**
	 * Sums up squared differences lane by lane.
	 * @return where the rest of the query begins
	 */
	private int addSquares(long first, long second) {
		MemorySegment data = SimdKernel.NATIVE.cast(this.vectors);
		float[] values = this.query;
		int step = this.stepOfFour;
		FloatVector sum00 = FloatVector.zero(SPECIES);
		FloatVector sum01 = sum00;
		FloatVector sum02 = sum00;
		FloatVector sum03 = sum00;
		FloatVector sum10 = sum00;
		FloatVector sum11 = sum00;
		FloatVector sum12 = sum00;
		FloatVector sum13 = sum00;
		long at0 = first;
		long at1 = second;
		int i = 0;
		for (; i <= values.length - 4 * LANES; i += step, at0 += 4 * BYTES, at1 += 4 * BYTES) {
			FloatVector query0 = FloatVector.fromArray(SPECIES, values, i);
			FloatVector query1 = FloatVector.fromArray(SPECIES, values, i + LANES);
			FloatVector query2 = FloatVector.fromArray(SPECIES, values, i + 2 * LANES);
			FloatVector query3 = FloatVector.fromArray(SPECIES, values, i + 3 * LANES);
			FloatVector difference00 = query0.sub(FloatVector.fromMemorySegment(SPECIES, data, at0, ORDER));
			FloatVector difference10 = query0.sub(FloatVector.fromMemorySegment(SPECIES, data, at1, ORDER));
			FloatVector difference01 = query1.sub(FloatVector.fromMemorySegment(SPECIES, data, at0 + BYTES, ORDER));
			FloatVector difference11 = query1.sub(FloatVector.fromMemorySegment(SPECIES, data, at1 + BYTES, ORDER));
			FloatVector difference02 = query2.sub(FloatVector.fromMemorySegment(SPECIES, data, at0 + 2 * BYTES, ORDER));
			FloatVector difference12 = query2.sub(FloatVector.fromMemorySegment(SPECIES, data, at1 + 2 * BYTES, ORDER));
			FloatVector difference03 = query3.sub(FloatVector.fromMemorySegment(SPECIES, data, at0 + 3 * BYTES, ORDER));
			FloatVector difference13 = query3.sub(FloatVector.fromMemorySegment(SPECIES, data, at1 + 3 * BYTES, ORDER));
			sum00 = difference00.fma(difference00, sum00);
			sum10 = difference10.fma(difference10, sum10);
			sum01 = difference01.fma(difference01, sum01);
			sum11 = difference11.fma(difference11, sum11);
			sum02 = difference02.fma(difference02, sum02);
			sum12 = difference12.fma(difference12, sum12);
			sum03 = difference03.fma(difference03, sum03);
			sum13 = difference13.fma(difference13, sum13);
		}
		sum00.add(sum01).add(sum02.add(sum03)).intoArray(this.lanes, 0);
		sum10.add(sum11).add(sum12.add(sum13)).intoArray(this.lanes, LANES);
		return i;
	}

	private int addProducts(long first, long second) {
		MemorySegment data = SimdKernel.NATIVE.cast(this.vectors);
		float[] values = this.query;
		int step = this.stepOfFour;
		FloatVector sum00 = FloatVector.zero(SPECIES);
		FloatVector sum01 = sum00;
		FloatVector sum02 = sum00;
		FloatVector sum03 = sum00;
		FloatVector sum10 = sum00;
		FloatVector sum11 = sum00;
		FloatVector sum12 = sum00;
		FloatVector sum13 = sum00;
		long at0 = first;
		long at1 = second;
		int i = 0;
		for (; i <= values.length - 4 * LANES; i += step, at0 += 4 * BYTES, at1 += 4 * BYTES) {
			FloatVector query0 = FloatVector.fromArray(SPECIES, values, i);
			FloatVector query1 = FloatVector.fromArray(SPECIES, values, i + LANES);
			FloatVector query2 = FloatVector.fromArray(SPECIES, values, i + 2 * LANES);
			FloatVector query3 = FloatVector.fromArray(SPECIES, values, i + 3 * LANES);
			sum00 = FloatVector.fromMemorySegment(SPECIES, data, at0, ORDER).fma(query0, sum00);
			sum10 = FloatVector.fromMemorySegment(SPECIES, data, at1, ORDER).fma(query0, sum10);
			sum01 = FloatVector.fromMemorySegment(SPECIES, data, at0 + BYTES, ORDER).fma(query1, sum01);
			sum11 = FloatVector.fromMemorySegment(SPECIES, data, at1 + BYTES, ORDER).fma(query1, sum11);
			sum02 = FloatVector.fromMemorySegment(SPECIES, data, at0 + 2 * BYTES, ORDER).fma(query2, sum02);
			sum12 = FloatVector.fromMemorySegment(SPECIES, data, at1 + 2 * BYTES, ORDER).fma(query2, sum12);
			sum03 = FloatVector.fromMemorySegment(SPECIES, data, at0 + 3 * BYTES, ORDER).fma(query3, sum03);
			sum13 = FloatVector.fromMemorySegment(SPECIES, data, at1 + 3 * BYTES, ORDER).fma(query3, sum13);
		}
		sum00.add(sum01).add(sum02.add(sum03)).intoArray(this.lanes, 0);
		sum10.add(sum11).add(sum12.add(sum13)).intoArray(this.lanes, LANES);
		return i;
	}

	private int addProductsAndSquares(long first, long second) {
		MemorySegment data = SimdKernel.NATIVE.cast(this.vectors);
		float[] values = this.query;
		int step = this.stepOfTwo;
		FloatVector dot00 = FloatVector.zero(SPECIES);
		FloatVector dot01 = dot00;
		FloatVector dot10 = dot00;
		FloatVector dot11 = dot00;
		FloatVector squares00 = dot00;
		FloatVector squares01 = dot00;
		FloatVector squares10 = dot00;
		FloatVector squares11 = dot00;
		long at0 = first;
		long at1 = second;
		int i = 0;
		for (; i <= values.length - 2 * LANES; i += step, at0 += 2 * BYTES, at1 += 2 * BYTES) {
			FloatVector query0 = FloatVector.fromArray(SPECIES, values, i);
			FloatVector query1 = FloatVector.fromArray(SPECIES, values, i + LANES);
			FloatVector values00 = FloatVector.fromMemorySegment(SPECIES, data, at0, ORDER);
			FloatVector values10 = FloatVector.fromMemorySegment(SPECIES, data, at1, ORDER);
			FloatVector values01 = FloatVector.fromMemorySegment(SPECIES, data, at0 + BYTES, ORDER);
			FloatVector values11 = FloatVector.fromMemorySegment(SPECIES, data, at1 + BYTES, ORDER);
			dot00 = values00.fma(query0, dot00);
			dot10 = values10.fma(query0, dot10);
			dot01 = values01.fma(query1, dot01);
			dot11 = values11.fma(query1, dot11);
			squares00 = values00.fma(values00, squares00);
			squares10 = values10.fma(values10, squares10);
			squares01 = values01.fma(values01, squares01);
			squares11 = values11.fma(values11, squares11);
		}
		dot00.add(dot01).intoArray(this.lanes, 0);
		squares00.add(squares01).intoArray(this.lanes, LANES);
		dot10.add(dot11).intoArray(this.lanes, 2 * LANES);
		squares10.add(squares11).intoArray(this.lanes, 3 * LANES);
		return i;
	}

}

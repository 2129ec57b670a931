package io.fletch.store.distance;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * A kernel over the processor's vector registers. Several registers of sums keep its
 * adders busy; what is left behind the last whole register is added one by one.
 */
final class SimdKernel implements VectorKernel {

	private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

	private static final int LANES = SPECIES.length();

	/**
	 * As many bytes as there are numbers in {@link #SPECIES}, where a register can be so
	 * short.
	 */
	private static final VectorSpecies<Byte> CODES = VectorSpecies.of(byte.class,
			VectorShape.forBitSize(Math.max(LANES * Byte.SIZE, VectorShape.S_64_BIT.vectorBitSize())));

	private static final VectorSpecies<Long> WORDS = LongVector.SPECIES_PREFERRED;

	private static final VectorShuffle<Float> FOLD_8 = fold(8);

	private static final VectorShuffle<Float> FOLD_4 = fold(4);

	private static final VectorShuffle<Float> FOLD_2 = fold(2);

	private static final VectorShuffle<Float> FOLD_1 = fold(1);

	private static final VectorKernel PLAIN = new ScalarKernel();

	private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	@Override
	public float squaredDistance(float[] query, MemorySegment data, long offset) {
		FloatVector sum0 = FloatVector.zero(SPECIES);
		FloatVector sum1 = sum0;
		FloatVector sum2 = sum0;
		FloatVector sum3 = sum0;
		int i = 0;
		for (; i <= query.length - 4 * LANES; i += 4 * LANES) {
			FloatVector difference0 = difference(query, data, offset, i);
			FloatVector difference1 = difference(query, data, offset, i + LANES);
			FloatVector difference2 = difference(query, data, offset, i + 2 * LANES);
			FloatVector difference3 = difference(query, data, offset, i + 3 * LANES);
			sum0 = difference0.fma(difference0, sum0);
			sum1 = difference1.fma(difference1, sum1);
			sum2 = difference2.fma(difference2, sum2);
			sum3 = difference3.fma(difference3, sum3);
		}
		for (; i <= query.length - LANES; i += LANES) {
			FloatVector difference = difference(query, data, offset, i);
			sum0 = difference.fma(difference, sum0);
		}
		float sum = sum(sum0, sum1, sum2, sum3);
		for (; i < query.length; i++) {
			float difference = query[i] - at(data, offset, i);
			sum = Math.fma(difference, difference, sum);
		}
		return sum;
	}

	@Override
	public float dot(float[] query, MemorySegment data, long offset) {
		FloatVector sum0 = FloatVector.zero(SPECIES);
		FloatVector sum1 = sum0;
		FloatVector sum2 = sum0;
		FloatVector sum3 = sum0;
		int i = 0;
		for (; i <= query.length - 4 * LANES; i += 4 * LANES) {
			sum0 = load(data, offset, i).fma(load(query, i), sum0);
			sum1 = load(data, offset, i + LANES).fma(load(query, i + LANES), sum1);
			sum2 = load(data, offset, i + 2 * LANES).fma(load(query, i + 2 * LANES), sum2);
			sum3 = load(data, offset, i + 3 * LANES).fma(load(query, i + 3 * LANES), sum3);
		}
		for (; i <= query.length - LANES; i += LANES) {
			sum0 = load(data, offset, i).fma(load(query, i), sum0);
		}
		float sum = sum(sum0, sum1, sum2, sum3);
		for (; i < query.length; i++) {
			sum = Math.fma(query[i], at(data, offset, i), sum);
		}
		return sum;
	}

	@Override
	public float dotWithUnit(float[] query, MemorySegment data, long offset) {
		FloatVector dot0 = FloatVector.zero(SPECIES);
		FloatVector dot1 = dot0;
		FloatVector squares0 = dot0;
		FloatVector squares1 = dot0;
		int i = 0;
		for (; i <= query.length - 2 * LANES; i += 2 * LANES) {
			FloatVector values0 = load(data, offset, i);
			FloatVector values1 = load(data, offset, i + LANES);
			dot0 = values0.fma(load(query, i), dot0);
			dot1 = values1.fma(load(query, i + LANES), dot1);
			squares0 = values0.fma(values0, squares0);
			squares1 = values1.fma(values1, squares1);
		}
		for (; i <= query.length - LANES; i += LANES) {
			FloatVector values = load(data, offset, i);
			dot0 = values.fma(load(query, i), dot0);
			squares0 = values.fma(values, squares0);
		}
		float dot = sum(dot0.add(dot1));
		float squares = sum(squares0.add(squares1));
		for (; i < query.length; i++) {
			float value = at(data, offset, i);
			dot = Math.fma(query[i], value, dot);
			squares = Math.fma(value, value, squares);
		}
		return VectorKernel.quotient(dot, squares);
	}

	@Override
	public void addProducts(float[] weights, float[] matrix, float[] sums) {
		int column = 0;
		for (; column <= sums.length - 4 * LANES; column += 4 * LANES) {
			addFour(weights, matrix, sums, column);
		}
		for (; column < sums.length; column += LANES) {
			FloatVector sum = load(sums, column);
			for (int i = 0; i < weights.length; i++) {
				sum = load(matrix, i * sums.length + column).fma(FloatVector.broadcast(SPECIES, weights[i]), sum);
			}
			sum.intoArray(sums, column);
		}
	}

	private static void addFour(float[] weights, float[] matrix, float[] sums, int column) {
		FloatVector sum0 = load(sums, column);
		FloatVector sum1 = load(sums, column + LANES);
		FloatVector sum2 = load(sums, column + 2 * LANES);
		FloatVector sum3 = load(sums, column + 3 * LANES);
		int at = column;
		for (int i = 0; i < weights.length; i++, at += sums.length) {
			FloatVector weight = FloatVector.broadcast(SPECIES, weights[i]);
			sum0 = load(matrix, at).fma(weight, sum0);
			sum1 = load(matrix, at + LANES).fma(weight, sum1);
			sum2 = load(matrix, at + 2 * LANES).fma(weight, sum2);
			sum3 = load(matrix, at + 3 * LANES).fma(weight, sum3);
		}
		sum0.intoArray(sums, column);
		sum1.intoArray(sums, column + LANES);
		sum2.intoArray(sums, column + 2 * LANES);
		sum3.intoArray(sums, column + 3 * LANES);
	}

	@Override
	public void addCodeProducts(float[] weights, MemorySegment codes, long offset, int columns, float[] sums) {
		if (CODES.length() > LANES) {
			PLAIN.addCodeProducts(weights, codes, offset, columns, sums);
			return;
		}
		int column = 0;
		for (; column <= columns - 4 * LANES; column += 4 * LANES) {
			addFourCodes(weights, codes.asSlice(offset + column), columns, sums, column);
		}
		for (; column < columns; column += LANES) {
			FloatVector sum = load(sums, column);
			for (int i = 0; i < weights.length; i++) {
				sum = codes(codes, offset + column + (long) i * columns).fma(FloatVector.broadcast(SPECIES, weights[i]),
						sum);
			}
			sum.intoArray(sums, column);
		}
	}

	private static void addFourCodes(float[] weights, MemorySegment codes, int columns, float[] sums, int column) {
		FloatVector sum0 = load(sums, column);
		FloatVector sum1 = load(sums, column + LANES);
		FloatVector sum2 = load(sums, column + 2 * LANES);
		FloatVector sum3 = load(sums, column + 3 * LANES);
		long at = 0;
		for (int i = 0; i < weights.length; i++, at += columns) {
			FloatVector weight = FloatVector.broadcast(SPECIES, weights[i]);
			sum0 = codes(codes, at).fma(weight, sum0);
			sum1 = codes(codes, at + LANES).fma(weight, sum1);
			sum2 = codes(codes, at + 2 * LANES).fma(weight, sum2);
			sum3 = codes(codes, at + 3 * LANES).fma(weight, sum3);
		}
		sum0.intoArray(sums, column);
		sum1.intoArray(sums, column + LANES);
		sum2.intoArray(sums, column + 2 * LANES);
		sum3.intoArray(sums, column + 3 * LANES);
	}

	@Override
	public void sumBits(long[] planes, MemorySegment codes, long offset, int columns, long[] sums) {
		if (columns % WORDS.length() != 0) {
			PLAIN.sumBits(planes, codes, offset, columns, sums);
			return;
		}
		for (int column = 0; column < columns; column += WORDS.length()) {
			LongVector sum = LongVector.zero(WORDS);
			for (int plane = 0; plane < planes.length; plane += PLANES) {
				LongVector bits = LongVector.fromMemorySegment(WORDS, codes,
						offset + ((long) plane / PLANES * columns + column) * Long.BYTES, ByteOrder.LITTLE_ENDIAN);
				sum = sum.add(count(bits, planes[plane]))
					.add(count(bits, planes[plane + 1]).lanewise(VectorOperators.LSHL, 1))
					.add(count(bits, planes[plane + 2]).lanewise(VectorOperators.LSHL, 2))
					.sub(count(bits, planes[plane + 3]).lanewise(VectorOperators.LSHL, 3));
			}
			sum.intoArray(sums, column);
		}
	}

	private static LongVector count(LongVector bits, long plane) {
		return bits.and(plane).lanewise(VectorOperators.BIT_COUNT);
	}

	@Override
	public float codeProduct(float[] weights, MemorySegment codes, long offset) {
		if (CODES.length() > LANES) {
			return PLAIN.codeProduct(weights, codes, offset);
		}
		FloatVector sum0 = FloatVector.zero(SPECIES);
		FloatVector sum1 = sum0;
		int i = 0;
		for (; i <= weights.length - 2 * LANES; i += 2 * LANES) {
			sum0 = codes(codes, offset + i).fma(load(weights, i), sum0);
			sum1 = codes(codes, offset + i + LANES).fma(load(weights, i + LANES), sum1);
		}
		for (; i <= weights.length - LANES; i += LANES) {
			sum0 = codes(codes, offset + i).fma(load(weights, i), sum0);
		}
		float sum = sum(sum0.add(sum1));
		for (; i < weights.length; i++) {
			sum = Math.fma(weights[i], (float) codes.get(ValueLayout.JAVA_BYTE, offset + i), sum);
		}
		return sum;
	}

	private static FloatVector codes(MemorySegment codes, long offset) {
		return (FloatVector) ByteVector.fromMemorySegment(CODES, codes, offset, ByteOrder.LITTLE_ENDIAN)
			.convertShape(VectorOperators.B2F, SPECIES, 0);
	}

	private static FloatVector difference(float[] query, MemorySegment data, long offset, int index) {
		return load(query, index).sub(load(data, offset, index));
	}

	private static FloatVector load(float[] query, int index) {
		return FloatVector.fromArray(SPECIES, query, index);
	}

	private static FloatVector load(MemorySegment data, long offset, int index) {
		return FloatVector.fromMemorySegment(SPECIES, data, offset + (long) index * Float.BYTES,
				ByteOrder.LITTLE_ENDIAN);
	}

	private static float sum(FloatVector sum0, FloatVector sum1, FloatVector sum2, FloatVector sum3) {
		return sum(sum0.add(sum1).add(sum2.add(sum3)));
	}

	/**
	 * Adds up the lanes, half to half. {@code reduceLanes} adds in another order once it
	 * is compiled, and the same vector would get another distance.
	 */
	private static float sum(FloatVector lanes) {
		FloatVector sum = lanes;
		if (LANES > 8) {
			sum = sum.add(sum.rearrange(FOLD_8));
		}
		if (LANES > 4) {
			sum = sum.add(sum.rearrange(FOLD_4));
		}
		if (LANES > 2) {
			sum = sum.add(sum.rearrange(FOLD_2));
		}
		return sum.add(sum.rearrange(FOLD_1)).lane(0);
	}

	private static VectorShuffle<Float> fold(int distance) {
		return VectorShuffle.fromOp(SPECIES, (lane) -> (lane + distance) % LANES);
	}

	private static float at(MemorySegment data, long offset, int index) {
		return data.get(FLOAT, offset + (long) index * Float.BYTES);
	}

}

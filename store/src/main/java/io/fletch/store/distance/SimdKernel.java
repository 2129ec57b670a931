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
	public void squaredDistances(float[] query, MemorySegment data, long offset, float[] sums) {
		long length = (long) query.length * Float.BYTES;
		int count = sums.length;
		for (int i = 0; i < count / 2; i++) {
			twoSquaredDistances(query, data, offset + i * length, sums, i);
		}
		if (count % 2 > 0) {
			sums[count - 1] = squaredDistance(query, data, offset + (count - 1) * length);
		}
	}

	/**
	 * Takes two vectors that lie far apart, as memory that is read from two places comes
	 * faster.
	 */
	private static void twoSquaredDistances(float[] query, MemorySegment data, long offset, float[] sums, int at) {
		int half = sums.length / 2;
		long other = offset + (long) half * query.length * Float.BYTES;
		FloatVector sum00 = FloatVector.zero(SPECIES);
		FloatVector sum01 = sum00;
		FloatVector sum02 = sum00;
		FloatVector sum03 = sum00;
		FloatVector sum10 = sum00;
		FloatVector sum11 = sum00;
		FloatVector sum12 = sum00;
		FloatVector sum13 = sum00;
		int i = 0;
		for (; i <= query.length - 4 * LANES; i += 4 * LANES) {
			FloatVector query0 = load(query, i);
			FloatVector query1 = load(query, i + LANES);
			FloatVector query2 = load(query, i + 2 * LANES);
			FloatVector query3 = load(query, i + 3 * LANES);
			sum00 = addSquare(query0, load(data, offset, i), sum00);
			sum10 = addSquare(query0, load(data, other, i), sum10);
			sum01 = addSquare(query1, load(data, offset, i + LANES), sum01);
			sum11 = addSquare(query1, load(data, other, i + LANES), sum11);
			sum02 = addSquare(query2, load(data, offset, i + 2 * LANES), sum02);
			sum12 = addSquare(query2, load(data, other, i + 2 * LANES), sum12);
			sum03 = addSquare(query3, load(data, offset, i + 3 * LANES), sum03);
			sum13 = addSquare(query3, load(data, other, i + 3 * LANES), sum13);
		}
		for (; i <= query.length - LANES; i += LANES) {
			FloatVector values = load(query, i);
			sum00 = addSquare(values, load(data, offset, i), sum00);
			sum10 = addSquare(values, load(data, other, i), sum10);
		}
		float sum0 = sum(sum00, sum01, sum02, sum03);
		float sum1 = sum(sum10, sum11, sum12, sum13);
		for (; i < query.length; i++) {
			float difference0 = query[i] - at(data, offset, i);
			float difference1 = query[i] - at(data, other, i);
			sum0 = Math.fma(difference0, difference0, sum0);
			sum1 = Math.fma(difference1, difference1, sum1);
		}
		sums[at] = sum0;
		sums[at + half] = sum1;
	}

	private static FloatVector addSquare(FloatVector query, FloatVector values, FloatVector sum) {
		FloatVector difference = query.sub(values);
		return difference.fma(difference, sum);
	}

	@Override
	public void dots(float[] query, MemorySegment data, long offset, float[] sums) {
		long length = (long) query.length * Float.BYTES;
		int count = sums.length;
		for (int i = 0; i < count / 2; i++) {
			twoDots(query, data, offset + i * length, sums, i);
		}
		if (count % 2 > 0) {
			sums[count - 1] = dot(query, data, offset + (count - 1) * length);
		}
	}

	private static void twoDots(float[] query, MemorySegment data, long offset, float[] sums, int at) {
		int half = sums.length / 2;
		long other = offset + (long) half * query.length * Float.BYTES;
		FloatVector sum00 = FloatVector.zero(SPECIES);
		FloatVector sum01 = sum00;
		FloatVector sum02 = sum00;
		FloatVector sum03 = sum00;
		FloatVector sum10 = sum00;
		FloatVector sum11 = sum00;
		FloatVector sum12 = sum00;
		FloatVector sum13 = sum00;
		int i = 0;
		for (; i <= query.length - 4 * LANES; i += 4 * LANES) {
			FloatVector query0 = load(query, i);
			FloatVector query1 = load(query, i + LANES);
			FloatVector query2 = load(query, i + 2 * LANES);
			FloatVector query3 = load(query, i + 3 * LANES);
			sum00 = load(data, offset, i).fma(query0, sum00);
			sum10 = load(data, other, i).fma(query0, sum10);
			sum01 = load(data, offset, i + LANES).fma(query1, sum01);
			sum11 = load(data, other, i + LANES).fma(query1, sum11);
			sum02 = load(data, offset, i + 2 * LANES).fma(query2, sum02);
			sum12 = load(data, other, i + 2 * LANES).fma(query2, sum12);
			sum03 = load(data, offset, i + 3 * LANES).fma(query3, sum03);
			sum13 = load(data, other, i + 3 * LANES).fma(query3, sum13);
		}
		for (; i <= query.length - LANES; i += LANES) {
			FloatVector values = load(query, i);
			sum00 = load(data, offset, i).fma(values, sum00);
			sum10 = load(data, other, i).fma(values, sum10);
		}
		float sum0 = sum(sum00, sum01, sum02, sum03);
		float sum1 = sum(sum10, sum11, sum12, sum13);
		for (; i < query.length; i++) {
			sum0 = Math.fma(query[i], at(data, offset, i), sum0);
			sum1 = Math.fma(query[i], at(data, other, i), sum1);
		}
		sums[at] = sum0;
		sums[at + half] = sum1;
	}

	@Override
	public void dotsWithUnits(float[] query, MemorySegment data, long offset, float[] quotients) {
		long length = (long) query.length * Float.BYTES;
		int count = quotients.length;
		for (int i = 0; i < count / 2; i++) {
			twoDotsWithUnits(query, data, offset + i * length, quotients, i);
		}
		if (count % 2 > 0) {
			quotients[count - 1] = dotWithUnit(query, data, offset + (count - 1) * length);
		}
	}

	private static void twoDotsWithUnits(float[] query, MemorySegment data, long offset, float[] quotients, int at) {
		int half = quotients.length / 2;
		long other = offset + (long) half * query.length * Float.BYTES;
		FloatVector dot00 = FloatVector.zero(SPECIES);
		FloatVector dot01 = dot00;
		FloatVector dot10 = dot00;
		FloatVector dot11 = dot00;
		FloatVector squares00 = dot00;
		FloatVector squares01 = dot00;
		FloatVector squares10 = dot00;
		FloatVector squares11 = dot00;
		int i = 0;
		for (; i <= query.length - 2 * LANES; i += 2 * LANES) {
			FloatVector query0 = load(query, i);
			FloatVector query1 = load(query, i + LANES);
			FloatVector values00 = load(data, offset, i);
			FloatVector values10 = load(data, other, i);
			FloatVector values01 = load(data, offset, i + LANES);
			FloatVector values11 = load(data, other, i + LANES);
			dot00 = values00.fma(query0, dot00);
			dot10 = values10.fma(query0, dot10);
			dot01 = values01.fma(query1, dot01);
			dot11 = values11.fma(query1, dot11);
			squares00 = values00.fma(values00, squares00);
			squares10 = values10.fma(values10, squares10);
			squares01 = values01.fma(values01, squares01);
			squares11 = values11.fma(values11, squares11);
		}
		for (; i <= query.length - LANES; i += LANES) {
			FloatVector values0 = load(data, offset, i);
			FloatVector values1 = load(data, other, i);
			dot00 = values0.fma(load(query, i), dot00);
			dot10 = values1.fma(load(query, i), dot10);
			squares00 = values0.fma(values0, squares00);
			squares10 = values1.fma(values1, squares10);
		}
		float dot0 = sum(dot00.add(dot01));
		float dot1 = sum(dot10.add(dot11));
		float squares0 = sum(squares00.add(squares01));
		float squares1 = sum(squares10.add(squares11));
		for (; i < query.length; i++) {
			float value0 = at(data, offset, i);
			float value1 = at(data, other, i);
			dot0 = Math.fma(query[i], value0, dot0);
			dot1 = Math.fma(query[i], value1, dot1);
			squares0 = Math.fma(value0, value0, squares0);
			squares1 = Math.fma(value1, value1, squares1);
		}
		quotients[at] = VectorKernel.quotient(dot0, squares0);
		quotients[at + half] = VectorKernel.quotient(dot1, squares1);
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
	public void addProductsOfFour(float[] weights, float[] matrix, float[] sums) {
		int columns = sums.length / FOUR;
		int column = 0;
		for (; column <= columns - 2 * LANES; column += 2 * LANES) {
			addTwoOfFour(weights, matrix, sums, column);
		}
		for (; column < columns; column += LANES) {
			addOneOfFour(weights, matrix, sums, column);
		}
	}

	private static void addTwoOfFour(float[] weights, float[] matrix, float[] sums, int column) {
		int columns = sums.length / FOUR;
		FloatVector sum00 = load(sums, column);
		FloatVector sum01 = load(sums, column + LANES);
		FloatVector sum10 = load(sums, column + columns);
		FloatVector sum11 = load(sums, column + columns + LANES);
		FloatVector sum20 = load(sums, column + 2 * columns);
		FloatVector sum21 = load(sums, column + 2 * columns + LANES);
		FloatVector sum30 = load(sums, column + 3 * columns);
		FloatVector sum31 = load(sums, column + 3 * columns + LANES);
		int at = column;
		for (int i = 0; i < weights.length; i += FOUR, at += columns) {
			FloatVector values0 = load(matrix, at);
			FloatVector values1 = load(matrix, at + LANES);
			FloatVector weight0 = FloatVector.broadcast(SPECIES, weights[i]);
			sum00 = values0.fma(weight0, sum00);
			sum01 = values1.fma(weight0, sum01);
			FloatVector weight1 = FloatVector.broadcast(SPECIES, weights[i + 1]);
			sum10 = values0.fma(weight1, sum10);
			sum11 = values1.fma(weight1, sum11);
			FloatVector weight2 = FloatVector.broadcast(SPECIES, weights[i + 2]);
			sum20 = values0.fma(weight2, sum20);
			sum21 = values1.fma(weight2, sum21);
			FloatVector weight3 = FloatVector.broadcast(SPECIES, weights[i + 3]);
			sum30 = values0.fma(weight3, sum30);
			sum31 = values1.fma(weight3, sum31);
		}
		sum00.intoArray(sums, column);
		sum01.intoArray(sums, column + LANES);
		sum10.intoArray(sums, column + columns);
		sum11.intoArray(sums, column + columns + LANES);
		sum20.intoArray(sums, column + 2 * columns);
		sum21.intoArray(sums, column + 2 * columns + LANES);
		sum30.intoArray(sums, column + 3 * columns);
		sum31.intoArray(sums, column + 3 * columns + LANES);
	}

	private static void addOneOfFour(float[] weights, float[] matrix, float[] sums, int column) {
		int columns = sums.length / FOUR;
		FloatVector sum0 = load(sums, column);
		FloatVector sum1 = load(sums, column + columns);
		FloatVector sum2 = load(sums, column + 2 * columns);
		FloatVector sum3 = load(sums, column + 3 * columns);
		int at = column;
		for (int i = 0; i < weights.length; i += FOUR, at += columns) {
			FloatVector values = load(matrix, at);
			sum0 = values.fma(FloatVector.broadcast(SPECIES, weights[i]), sum0);
			sum1 = values.fma(FloatVector.broadcast(SPECIES, weights[i + 1]), sum1);
			sum2 = values.fma(FloatVector.broadcast(SPECIES, weights[i + 2]), sum2);
			sum3 = values.fma(FloatVector.broadcast(SPECIES, weights[i + 3]), sum3);
		}
		sum0.intoArray(sums, column);
		sum1.intoArray(sums, column + columns);
		sum2.intoArray(sums, column + 2 * columns);
		sum3.intoArray(sums, column + 3 * columns);
	}

	@Override
	public int least(float[] values, int from, int count) {
		FloatVector leasts = load(values, from);
		for (int i = LANES; i < count; i += LANES) {
			leasts = leasts.min(load(values, from + i));
		}
		float least = leasts.reduceLanes(VectorOperators.MIN);
		int at = from;
		while (values[at] != least) {
			at++;
		}
		return at - from;
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

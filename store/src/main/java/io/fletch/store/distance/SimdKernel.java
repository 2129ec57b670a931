package io.fletch.store.distance;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * A kernel over the processor's vector registers. Several registers of sums keep its
 * adders busy; what is left behind the last whole register is added one by one.
 */
final class SimdKernel implements VectorKernel {

	/**
	 * The class of segments outside of the heap. A cast to it lets the compiler know what
	 * it reads; else it asks at every load which kind of memory it is, as soon as any
	 * code of the process has read other kinds.
	 */
	static final Class<? extends MemorySegment> NATIVE = MemorySegment.NULL.getClass();

	static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

	static final int LANES = SPECIES.length();

	static final int BYTES = SPECIES.vectorByteSize();

	static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

	/**
	 * As many bytes as there are numbers in {@link #SPECIES}, where a register can be so
	 * short.
	 */
	private static final VectorSpecies<Byte> CODES = VectorSpecies.of(byte.class,
			VectorShape.forBitSize(Math.max(LANES * Byte.SIZE, VectorShape.S_64_BIT.vectorBitSize())));

	private static final VectorShuffle<Float> FOLD_8 = fold(8);

	private static final VectorShuffle<Float> FOLD_4 = fold(4);

	private static final VectorShuffle<Float> FOLD_2 = fold(2);

	private static final VectorShuffle<Float> FOLD_1 = fold(1);

	private static final VectorKernel PLAIN = new ScalarKernel();

	private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);

	@Override
	public float squaredDistance(float[] query, MemorySegment vector, long offset) {
		if (!NATIVE.isInstance(vector)) {
			return squaredDistance(query, copy(vector, offset, (long) query.length * Float.BYTES), 0);
		}
		MemorySegment data = NATIVE.cast(vector);
		FloatVector sum0 = FloatVector.zero(SPECIES);
		FloatVector sum1 = sum0;
		FloatVector sum2 = sum0;
		FloatVector sum3 = sum0;
		long at = offset;
		int i = 0;
		for (; i <= query.length - 4 * LANES; i += 4 * LANES, at += 4 * BYTES) {
			FloatVector difference0 = FloatVector.fromArray(SPECIES, query, i)
				.sub(FloatVector.fromMemorySegment(SPECIES, data, at, ORDER));
			FloatVector difference1 = FloatVector.fromArray(SPECIES, query, i + LANES)
				.sub(FloatVector.fromMemorySegment(SPECIES, data, at + BYTES, ORDER));
			FloatVector difference2 = FloatVector.fromArray(SPECIES, query, i + 2 * LANES)
				.sub(FloatVector.fromMemorySegment(SPECIES, data, at + 2 * BYTES, ORDER));
			FloatVector difference3 = FloatVector.fromArray(SPECIES, query, i + 3 * LANES)
				.sub(FloatVector.fromMemorySegment(SPECIES, data, at + 3 * BYTES, ORDER));
			sum0 = difference0.fma(difference0, sum0);
			sum1 = difference1.fma(difference1, sum1);
			sum2 = difference2.fma(difference2, sum2);
			sum3 = difference3.fma(difference3, sum3);
		}
		float sum = sum(sum0.add(sum1).add(sum2.add(sum3)));
		return (i < query.length) ? sum + restOfSquares(query, data, offset, i) : sum;
	}

	/**
	 * Sums up what is left behind the last whole step of a loop. All such rests stand
	 * apart: in a method of too many calls the compiler no longer inlines all of them.
	 */
	static float restOfSquares(float[] query, MemorySegment vector, long offset, int from) {
		MemorySegment data = NATIVE.cast(vector);
		FloatVector lanes = FloatVector.zero(SPECIES);
		int i = from;
		for (; i <= query.length - LANES; i += LANES) {
			FloatVector difference = load(query, i).sub(load(data, offset, i));
			lanes = difference.fma(difference, lanes);
		}
		float sum = sum(lanes);
		for (; i < query.length; i++) {
			float difference = query[i] - at(data, offset, i);
			sum = Math.fma(difference, difference, sum);
		}
		return sum;
	}

	@Override
	public float dot(float[] query, MemorySegment vector, long offset) {
		if (!NATIVE.isInstance(vector)) {
			return dot(query, copy(vector, offset, (long) query.length * Float.BYTES), 0);
		}
		MemorySegment data = NATIVE.cast(vector);
		FloatVector sum0 = FloatVector.zero(SPECIES);
		FloatVector sum1 = sum0;
		FloatVector sum2 = sum0;
		FloatVector sum3 = sum0;
		long at = offset;
		int i = 0;
		for (; i <= query.length - 4 * LANES; i += 4 * LANES, at += 4 * BYTES) {
			sum0 = FloatVector.fromMemorySegment(SPECIES, data, at, ORDER)
				.fma(FloatVector.fromArray(SPECIES, query, i), sum0);
			sum1 = FloatVector.fromMemorySegment(SPECIES, data, at + BYTES, ORDER)
				.fma(FloatVector.fromArray(SPECIES, query, i + LANES), sum1);
			sum2 = FloatVector.fromMemorySegment(SPECIES, data, at + 2 * BYTES, ORDER)
				.fma(FloatVector.fromArray(SPECIES, query, i + 2 * LANES), sum2);
			sum3 = FloatVector.fromMemorySegment(SPECIES, data, at + 3 * BYTES, ORDER)
				.fma(FloatVector.fromArray(SPECIES, query, i + 3 * LANES), sum3);
		}
		float sum = sum(sum0.add(sum1).add(sum2.add(sum3)));
		return (i < query.length) ? sum + restOfProducts(query, data, offset, i) : sum;
	}

	static float restOfProducts(float[] query, MemorySegment vector, long offset, int from) {
		MemorySegment data = NATIVE.cast(vector);
		FloatVector lanes = FloatVector.zero(SPECIES);
		int i = from;
		for (; i <= query.length - LANES; i += LANES) {
			lanes = load(data, offset, i).fma(load(query, i), lanes);
		}
		float sum = sum(lanes);
		for (; i < query.length; i++) {
			sum = Math.fma(query[i], at(data, offset, i), sum);
		}
		return sum;
	}

	@Override
	public float dotWithUnit(float[] query, MemorySegment vector, long offset) {
		if (!NATIVE.isInstance(vector)) {
			return dotWithUnit(query, copy(vector, offset, (long) query.length * Float.BYTES), 0);
		}
		MemorySegment data = NATIVE.cast(vector);
		FloatVector dot0 = FloatVector.zero(SPECIES);
		FloatVector dot1 = dot0;
		FloatVector squares0 = dot0;
		FloatVector squares1 = dot0;
		long at = offset;
		int i = 0;
		for (; i <= query.length - 2 * LANES; i += 2 * LANES, at += 2 * BYTES) {
			FloatVector values0 = FloatVector.fromMemorySegment(SPECIES, data, at, ORDER);
			FloatVector values1 = FloatVector.fromMemorySegment(SPECIES, data, at + BYTES, ORDER);
			dot0 = values0.fma(FloatVector.fromArray(SPECIES, query, i), dot0);
			dot1 = values1.fma(FloatVector.fromArray(SPECIES, query, i + LANES), dot1);
			squares0 = values0.fma(values0, squares0);
			squares1 = values1.fma(values1, squares1);
		}
		float dot = sum(dot0.add(dot1));
		float squares = sum(squares0.add(squares1));
		if (i < query.length) {
			dot += restOfProducts(query, data, offset, i);
			squares += restOfOwnSquares(query, data, offset, i);
		}
		return VectorKernel.quotient(dot, squares);
	}

	static float restOfOwnSquares(float[] query, MemorySegment vector, long offset, int from) {
		MemorySegment data = NATIVE.cast(vector);
		FloatVector lanes = FloatVector.zero(SPECIES);
		int i = from;
		for (; i <= query.length - LANES; i += LANES) {
			FloatVector values = load(data, offset, i);
			lanes = values.fma(values, lanes);
		}
		float sum = sum(lanes);
		for (; i < query.length; i++) {
			float value = at(data, offset, i);
			sum = Math.fma(value, value, sum);
		}
		return sum;
	}

	@Override
	public void squaredDistances(float[] query, MemorySegment data, long offset, float[] sums) {
		long length = (long) query.length * Float.BYTES;
		int count = sums.length;
		MemorySegment vectors = inNative(data, offset, count * length);
		new VectorPairs(query, vectors, sums).squaredDistances();
		if (count % 2 > 0) {
			sums[count - 1] = squaredDistance(query, vectors, (count - 1) * length);
		}
	}

	@Override
	public void dots(float[] query, MemorySegment data, long offset, float[] sums) {
		long length = (long) query.length * Float.BYTES;
		int count = sums.length;
		MemorySegment vectors = inNative(data, offset, count * length);
		new VectorPairs(query, vectors, sums).dots();
		if (count % 2 > 0) {
			sums[count - 1] = dot(query, vectors, (count - 1) * length);
		}
	}

	@Override
	public void dotsWithUnits(float[] query, MemorySegment data, long offset, float[] quotients) {
		long length = (long) query.length * Float.BYTES;
		int count = quotients.length;
		MemorySegment vectors = inNative(data, offset, count * length);
		new VectorPairs(query, vectors, quotients).dotsWithUnits();
		if (count % 2 > 0) {
			quotients[count - 1] = dotWithUnit(query, vectors, (count - 1) * length);
		}
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
	public long atMost(float[] values, int from, float bound) {
		long bits = 0;
		for (int i = 0; i < Long.SIZE; i += LANES) {
			bits |= load(values, from + i).compare(VectorOperators.LE, bound).toLong() << i;
		}
		return bits;
	}

	@Override
	public void addCodeProducts(float[] weights, MemorySegment matrix, long offset, int columns, float[] sums) {
		if (CODES.length() > LANES) {
			PLAIN.addCodeProducts(weights, matrix, offset, columns, sums);
			return;
		}
		if (!NATIVE.isInstance(matrix)) {
			addCodeProducts(weights, copy(matrix, offset, (long) weights.length * columns), 0, columns, sums);
			return;
		}
		MemorySegment codes = NATIVE.cast(matrix);
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

	private static void addFourCodes(float[] weights, MemorySegment matrix, int columns, float[] sums, int column) {
		MemorySegment codes = NATIVE.cast(matrix);
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
		if (columns % BitSums.LANES != 0 || !NATIVE.isInstance(codes)) {
			PLAIN.sumBits(planes, codes, offset, columns, sums);
			return;
		}
		new BitSums(planes, codes, columns, sums).addAll(offset);
	}

	@Override
	public float codeProduct(float[] weights, MemorySegment bytes, long offset) {
		if (CODES.length() > LANES) {
			return PLAIN.codeProduct(weights, bytes, offset);
		}
		if (!NATIVE.isInstance(bytes)) {
			return codeProduct(weights, copy(bytes, offset, weights.length), 0);
		}
		MemorySegment codes = NATIVE.cast(bytes);
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
		return (FloatVector) ByteVector.fromMemorySegment(CODES, codes, offset, ORDER)
			.convertShape(VectorOperators.B2F, SPECIES, 0);
	}

	private static MemorySegment inNative(MemorySegment data, long offset, long length) {
		return NATIVE.isInstance(data) ? data.asSlice(offset, length) : copy(data, offset, length);
	}

	/**
	 * Copies vectors from the heap, where only few lie, so that loops meet one kind of
	 * memory.
	 */
	private static MemorySegment copy(MemorySegment heap, long offset, long length) {
		return Arena.ofAuto().allocate(length).copyFrom(heap.asSlice(offset, length));
	}

	private static FloatVector load(float[] query, int index) {
		return FloatVector.fromArray(SPECIES, query, index);
	}

	private static FloatVector load(MemorySegment data, long offset, int index) {
		return FloatVector.fromMemorySegment(SPECIES, data, offset + (long) index * Float.BYTES, ORDER);
	}

	/**
	 * Adds up the lanes, half to half. {@code reduceLanes} adds in another order once it
	 * is compiled, and the same vector would get another distance.
	 */
	static float sum(FloatVector lanes) {
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

package io.fletch.store.distance;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A kernel of plain Java. Several sums side by side keep the processor's adders busy,
 * which the compiler may not do by itself: it must not change the order of additions. It
 * does use the processor's vector registers where columns lie side by side.
 */
final class ScalarKernel implements VectorKernel {

	private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	@Override
	public float squaredDistance(float[] query, MemorySegment data, long offset) {
		float sum0 = 0;
		float sum1 = 0;
		float sum2 = 0;
		float sum3 = 0;
		int i = 0;
		for (; i + 3 < query.length; i += 4) {
			float difference0 = query[i] - at(data, offset, i);
			float difference1 = query[i + 1] - at(data, offset, i + 1);
			float difference2 = query[i + 2] - at(data, offset, i + 2);
			float difference3 = query[i + 3] - at(data, offset, i + 3);
			sum0 = Math.fma(difference0, difference0, sum0);
			sum1 = Math.fma(difference1, difference1, sum1);
			sum2 = Math.fma(difference2, difference2, sum2);
			sum3 = Math.fma(difference3, difference3, sum3);
		}
		for (; i < query.length; i++) {
			float difference = query[i] - at(data, offset, i);
			sum0 = Math.fma(difference, difference, sum0);
		}
		return (sum0 + sum1) + (sum2 + sum3);
	}

	@Override
	public float dot(float[] query, MemorySegment data, long offset) {
		float sum0 = 0;
		float sum1 = 0;
		float sum2 = 0;
		float sum3 = 0;
		int i = 0;
		for (; i + 3 < query.length; i += 4) {
			sum0 = Math.fma(query[i], at(data, offset, i), sum0);
			sum1 = Math.fma(query[i + 1], at(data, offset, i + 1), sum1);
			sum2 = Math.fma(query[i + 2], at(data, offset, i + 2), sum2);
			sum3 = Math.fma(query[i + 3], at(data, offset, i + 3), sum3);
		}
		for (; i < query.length; i++) {
			sum0 = Math.fma(query[i], at(data, offset, i), sum0);
		}
		return (sum0 + sum1) + (sum2 + sum3);
	}

	@Override
	public float dotWithUnit(float[] query, MemorySegment data, long offset) {
		float dot0 = 0;
		float dot1 = 0;
		float squares0 = 0;
		float squares1 = 0;
		int i = 0;
		for (; i + 1 < query.length; i += 2) {
			float value0 = at(data, offset, i);
			float value1 = at(data, offset, i + 1);
			dot0 = Math.fma(query[i], value0, dot0);
			dot1 = Math.fma(query[i + 1], value1, dot1);
			squares0 = Math.fma(value0, value0, squares0);
			squares1 = Math.fma(value1, value1, squares1);
		}
		if (i < query.length) {
			float value = at(data, offset, i);
			dot0 = Math.fma(query[i], value, dot0);
			squares0 = Math.fma(value, value, squares0);
		}
		return VectorKernel.quotient(dot0 + dot1, squares0 + squares1);
	}

	@Override
	public void squaredDistances(float[] query, MemorySegment data, long offset, float[] sums) {
		for (int i = 0; i < sums.length; i++) {
			sums[i] = squaredDistance(query, data, offset + (long) i * query.length * Float.BYTES);
		}
	}

	@Override
	public void dots(float[] query, MemorySegment data, long offset, float[] sums) {
		for (int i = 0; i < sums.length; i++) {
			sums[i] = dot(query, data, offset + (long) i * query.length * Float.BYTES);
		}
	}

	@Override
	public void dotsWithUnits(float[] query, MemorySegment data, long offset, float[] quotients) {
		for (int i = 0; i < quotients.length; i++) {
			quotients[i] = dotWithUnit(query, data, offset + (long) i * query.length * Float.BYTES);
		}
	}

	@Override
	public void addProducts(float[] weights, float[] matrix, float[] sums) {
		int i = 0;
		for (; i + 3 < weights.length; i += 4) {
			addFour(weights, i, matrix, sums);
		}
		for (; i < weights.length; i++) {
			float weight = weights[i];
			int row = i * sums.length;
			for (int column = 0; column < sums.length; column++) {
				sums[column] = Math.fma(weight, matrix[row + column], sums[column]);
			}
		}
	}

	private static void addFour(float[] weights, int i, float[] matrix, float[] sums) {
		float weight0 = weights[i];
		float weight1 = weights[i + 1];
		float weight2 = weights[i + 2];
		float weight3 = weights[i + 3];
		int row0 = i * sums.length;
		int row1 = row0 + sums.length;
		int row2 = row1 + sums.length;
		int row3 = row2 + sums.length;
		for (int column = 0; column < sums.length; column++) {
			float sum = Math.fma(weight0, matrix[row0 + column], sums[column]);
			sum = Math.fma(weight1, matrix[row1 + column], sum);
			sum = Math.fma(weight2, matrix[row2 + column], sum);
			sums[column] = Math.fma(weight3, matrix[row3 + column], sum);
		}
	}

	@Override
	public void addProductsOfFour(float[] weights, float[] matrix, float[] sums) {
		int columns = sums.length / FOUR;
		for (int vector = 0; vector < FOUR; vector++) {
			float[] own = new float[weights.length / FOUR];
			for (int i = 0; i < own.length; i++) {
				own[i] = weights[i * FOUR + vector];
			}
			float[] ownSums = Arrays.copyOfRange(sums, vector * columns, (vector + 1) * columns);
			addProducts(own, matrix, ownSums);
			System.arraycopy(ownSums, 0, sums, vector * columns, columns);
		}
	}

	@Override
	public int least(float[] values, int from, int count) {
		int least = 0;
		for (int i = 1; i < count; i++) {
			if (values[from + i] < values[from + least]) {
				least = i;
			}
		}
		return least;
	}

	@Override
	public long atMost(float[] values, int from, float bound) {
		long bits = 0;
		for (int i = 0; i < Long.SIZE; i++) {
			bits |= (values[from + i] <= bound) ? 1L << i : 0;
		}
		return bits;
	}

	@Override
	public void addCodeProducts(float[] weights, MemorySegment codes, long offset, int columns, float[] sums) {
		int i = 0;
		for (; i + 1 < weights.length; i += 2) {
			float weight0 = weights[i];
			float weight1 = weights[i + 1];
			long row0 = offset + (long) i * columns;
			long row1 = row0 + columns;
			for (int column = 0; column < columns; column++) {
				float sum = Math.fma(weight0, (float) codes.get(ValueLayout.JAVA_BYTE, row0 + column), sums[column]);
				sums[column] = Math.fma(weight1, (float) codes.get(ValueLayout.JAVA_BYTE, row1 + column), sum);
			}
		}
		if (i < weights.length) {
			long row = offset + (long) i * columns;
			for (int column = 0; column < columns; column++) {
				sums[column] = Math.fma(weights[i], (float) codes.get(ValueLayout.JAVA_BYTE, row + column),
						sums[column]);
			}
		}
	}

	@Override
	public void sumBits(long[] planes, MemorySegment codes, long offset, int columns, long[] sums) {
		for (int column = 0; column < columns; column++) {
			int sum = 0;
			for (int plane = 0; plane < planes.length; plane += PLANES) {
				long bits = codes.get(WORD, offset + ((long) plane / PLANES * columns + column) * Long.BYTES);
				sum += Long.bitCount(bits & planes[plane]) + 2 * Long.bitCount(bits & planes[plane + 1])
						+ 4 * Long.bitCount(bits & planes[plane + 2]) - 8 * Long.bitCount(bits & planes[plane + 3]);
			}
			sums[column] = sum;
		}
	}

	@Override
	public float codeProduct(float[] weights, MemorySegment codes, long offset) {
		float sum0 = 0;
		float sum1 = 0;
		int i = 0;
		for (; i + 1 < weights.length; i += 2) {
			sum0 = Math.fma(weights[i], (float) codes.get(ValueLayout.JAVA_BYTE, offset + i), sum0);
			sum1 = Math.fma(weights[i + 1], (float) codes.get(ValueLayout.JAVA_BYTE, offset + i + 1), sum1);
		}
		if (i < weights.length) {
			sum0 = Math.fma(weights[i], (float) codes.get(ValueLayout.JAVA_BYTE, offset + i), sum0);
		}
		return sum0 + sum1;
	}

	private static float at(MemorySegment data, long offset, int index) {
		return data.get(FLOAT, offset + (long) index * Float.BYTES);
	}

}

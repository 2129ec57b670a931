package io.fletch.store.distance;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A kernel of plain Java. Several sums side by side keep the processor's adders busy,
 * which the compiler may not do by itself: it must not change the order of additions. It
 * does use the processor's vector registers where columns lie side by side. Loops read at
 * constant distances from one place, as then one check of bounds holds for all of a step.
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
		float sum4 = 0;
		float sum5 = 0;
		float sum6 = 0;
		float sum7 = 0;
		int i = 0;
		for (; i + 7 < query.length; i += 8) {
			long at = offset + (long) i * Float.BYTES;
			float difference0 = query[i] - data.get(FLOAT, at);
			float difference1 = query[i + 1] - data.get(FLOAT, at + 4);
			float difference2 = query[i + 2] - data.get(FLOAT, at + 8);
			float difference3 = query[i + 3] - data.get(FLOAT, at + 12);
			float difference4 = query[i + 4] - data.get(FLOAT, at + 16);
			float difference5 = query[i + 5] - data.get(FLOAT, at + 20);
			float difference6 = query[i + 6] - data.get(FLOAT, at + 24);
			float difference7 = query[i + 7] - data.get(FLOAT, at + 28);
			sum0 = Math.fma(difference0, difference0, sum0);
			sum1 = Math.fma(difference1, difference1, sum1);
			sum2 = Math.fma(difference2, difference2, sum2);
			sum3 = Math.fma(difference3, difference3, sum3);
			sum4 = Math.fma(difference4, difference4, sum4);
			sum5 = Math.fma(difference5, difference5, sum5);
			sum6 = Math.fma(difference6, difference6, sum6);
			sum7 = Math.fma(difference7, difference7, sum7);
		}
		for (; i < query.length; i++) {
			float difference = query[i] - at(data, offset, i);
			sum0 = Math.fma(difference, difference, sum0);
		}
		return ((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7));
	}

	@Override
	public float dot(float[] query, MemorySegment data, long offset) {
		float sum0 = 0;
		float sum1 = 0;
		float sum2 = 0;
		float sum3 = 0;
		float sum4 = 0;
		float sum5 = 0;
		float sum6 = 0;
		float sum7 = 0;
		int i = 0;
		for (; i + 7 < query.length; i += 8) {
			long at = offset + (long) i * Float.BYTES;
			sum0 = Math.fma(query[i], data.get(FLOAT, at), sum0);
			sum1 = Math.fma(query[i + 1], data.get(FLOAT, at + 4), sum1);
			sum2 = Math.fma(query[i + 2], data.get(FLOAT, at + 8), sum2);
			sum3 = Math.fma(query[i + 3], data.get(FLOAT, at + 12), sum3);
			sum4 = Math.fma(query[i + 4], data.get(FLOAT, at + 16), sum4);
			sum5 = Math.fma(query[i + 5], data.get(FLOAT, at + 20), sum5);
			sum6 = Math.fma(query[i + 6], data.get(FLOAT, at + 24), sum6);
			sum7 = Math.fma(query[i + 7], data.get(FLOAT, at + 28), sum7);
		}
		for (; i < query.length; i++) {
			sum0 = Math.fma(query[i], at(data, offset, i), sum0);
		}
		return ((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7));
	}

	@Override
	public float dotWithUnit(float[] query, MemorySegment data, long offset) {
		float dot0 = 0;
		float dot1 = 0;
		float dot2 = 0;
		float dot3 = 0;
		float squares0 = 0;
		float squares1 = 0;
		float squares2 = 0;
		float squares3 = 0;
		int i = 0;
		for (; i + 3 < query.length; i += 4) {
			long at = offset + (long) i * Float.BYTES;
			float value0 = data.get(FLOAT, at);
			float value1 = data.get(FLOAT, at + 4);
			float value2 = data.get(FLOAT, at + 8);
			float value3 = data.get(FLOAT, at + 12);
			dot0 = Math.fma(query[i], value0, dot0);
			dot1 = Math.fma(query[i + 1], value1, dot1);
			dot2 = Math.fma(query[i + 2], value2, dot2);
			dot3 = Math.fma(query[i + 3], value3, dot3);
			squares0 = Math.fma(value0, value0, squares0);
			squares1 = Math.fma(value1, value1, squares1);
			squares2 = Math.fma(value2, value2, squares2);
			squares3 = Math.fma(value3, value3, squares3);
		}
		for (; i < query.length; i++) {
			float value = at(data, offset, i);
			dot0 = Math.fma(query[i], value, dot0);
			squares0 = Math.fma(value, value, squares0);
		}
		return VectorKernel.quotient((dot0 + dot1) + (dot2 + dot3), (squares0 + squares1) + (squares2 + squares3));
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
		addProducts(new float[][] { weights }, matrix, new float[][] { sums });
	}

	@Override
	public void addProductsOfFour(float[] weights, float[] matrix, float[] sums) {
		int columns = sums.length / FOUR;
		float[][] own = new float[FOUR][weights.length / FOUR];
		float[][] apart = new float[FOUR][];
		for (int vector = 0; vector < FOUR; vector++) {
			for (int i = 0; i < own[vector].length; i++) {
				own[vector][i] = weights[i * FOUR + vector];
			}
			apart[vector] = Arrays.copyOfRange(sums, vector * columns, (vector + 1) * columns);
		}
		addProducts(own, matrix, apart);
		for (int vector = 0; vector < FOUR; vector++) {
			System.arraycopy(apart[vector], 0, sums, vector * columns, columns);
		}
	}

	/**
	 * Adds products of several vectors. Rows are copied into arrays of their own, four at
	 * a time: the compiler uses vector registers only where all arrays are read at the
	 * same places, as else what it writes might be what it reads next.
	 */
	private static void addProducts(float[][] weights, float[] matrix, float[][] sums) {
		int rows = weights[0].length;
		int columns = sums[0].length;
		float[][] four = new float[4][columns];
		int row = 0;
		for (; row + 3 < rows; row += 4) {
			for (int i = 0; i < 4; i++) {
				System.arraycopy(matrix, (row + i) * columns, four[i], 0, columns);
			}
			for (int vector = 0; vector < sums.length; vector++) {
				addFour(weights[vector], row, four, sums[vector]);
			}
		}
		for (; row < rows; row++) {
			System.arraycopy(matrix, row * columns, four[0], 0, columns);
			for (int vector = 0; vector < sums.length; vector++) {
				addOne(weights[vector][row], four[0], sums[vector]);
			}
		}
	}

	private static void addFour(float[] weights, int first, float[][] rows, float[] sums) {
		float weight0 = weights[first];
		float weight1 = weights[first + 1];
		float weight2 = weights[first + 2];
		float weight3 = weights[first + 3];
		float[] row0 = rows[0];
		float[] row1 = rows[1];
		float[] row2 = rows[2];
		float[] row3 = rows[3];
		for (int column = 0; column < sums.length; column++) {
			float sum = Math.fma(weight0, row0[column], sums[column]);
			sum = Math.fma(weight1, row1[column], sum);
			sum = Math.fma(weight2, row2[column], sum);
			sums[column] = Math.fma(weight3, row3[column], sum);
		}
	}

	private static void addOne(float weight, float[] row, float[] sums) {
		for (int column = 0; column < sums.length; column++) {
			sums[column] = Math.fma(weight, row[column], sums[column]);
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
		Arrays.fill(sums, 0, columns, 0);
		for (int plane = 0; plane < planes.length; plane += PLANES) {
			long plane0 = planes[plane];
			long plane1 = planes[plane + 1];
			long plane2 = planes[plane + 2];
			long plane3 = planes[plane + 3];
			long words = offset + (long) plane / PLANES * columns * Long.BYTES;
			for (int column = 0; column < columns; column++) {
				long bits = codes.get(WORD, words + (long) column * Long.BYTES);
				sums[column] += (long) Long.bitCount(bits & plane0) + ((long) Long.bitCount(bits & plane1) << 1)
						+ ((long) Long.bitCount(bits & plane2) << 2) - ((long) Long.bitCount(bits & plane3) << 3);
			}
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

package io.fletch.store.distance;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A kernel of plain Java. Several sums side by side keep the processor's adders busy,
 * which the compiler may not do by itself: it must not change the order of additions.
 */
final class ScalarKernel implements VectorKernel {

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

	private static float at(MemorySegment data, long offset, int index) {
		return data.get(FLOAT, offset + (long) index * Float.BYTES);
	}

}

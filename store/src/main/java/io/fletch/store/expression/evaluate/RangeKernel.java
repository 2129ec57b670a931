package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;

/**
 * Tests whether values of fixed width lie in a range of longs, 64 rows at a time.
 */
interface RangeKernel {

	/**
	 * Returns the fastest kernel that this JVM can run: one of the module
	 * {@code jdk.incubator.vector} if it is there, else one of plain Java.
	 */
	static RangeKernel fastest() {
		return FastestRanges.INSTANCE;
	}

	/**
	 * Finds the values in a range.
	 * @return the rows of these values
	 */
	long[] inside(Question question);

	/**
	 * What is asked.
	 *
	 * @param data where the values lie
	 * @param rows how many there are
	 * @param layout how they lie
	 * @param least the least value in the range
	 * @param greatest the greatest, not below the least
	 */
	record Question(MemorySegment data, int rows, FixedWidthLayout layout, long least, long greatest) {
	}

}

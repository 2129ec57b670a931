package io.fletch.store.index.vector;

import java.lang.foreign.MemorySegment;

import io.fletch.store.error.CancelledException;
import io.fletch.store.index.IndexFile;

/**
 * Reads sections whose lengths are known.
 *
 * @param file the file
 */
record SectionReader(IndexFile file) {

	/** So many bytes are checked at a time. */
	private static final long MASK = (1 << 22) - 1;

	MemorySegment section(int number, long length) {
		MemorySegment section = this.file.section(number);
		require(section.byteSize() == length,
				"section " + number + " has " + section.byteSize() + " bytes instead of " + length);
		return section;
	}

	/**
	 * Checks every number of a section, of which there may be many.
	 * @param numbers the section
	 * @param least the least that it may hold
	 * @param end what all are less than
	 * @param what what a number stands for
	 * @throws CancelledException if the thread is interrupted
	 */
	void requireAll(MemorySegment numbers, int least, int end, String what) {
		for (long at = 0; at < numbers.byteSize(); at += Integer.BYTES) {
			if ((at & MASK) == 0) {
				CancelledException.throwIfInterrupted();
			}
			int number = numbers.get(Numbers.INT, at);
			if (number < least || number >= end) {
				require(false, "it has " + what + " " + number + " of " + end + " " + what + "s");
			}
		}
	}

	int[] ints(int number, long count) {
		return Numbers.ints(section(number, count * Integer.BYTES));
	}

	float[] floats(int number, long count) {
		return Numbers.floats(section(number, count * Float.BYTES));
	}

	void require(boolean condition, String what) {
		this.file.require(condition, what);
	}

}

package io.fletch.store.index.vector;

import java.lang.foreign.MemorySegment;

import io.fletch.store.index.IndexFile;

/**
 * Reads sections whose lengths are known.
 *
 * @param file the file
 */
record SectionReader(IndexFile file) {

	MemorySegment section(int number, long length) {
		MemorySegment section = this.file.section(number);
		require(section.byteSize() == length,
				"section " + number + " has " + section.byteSize() + " bytes instead of " + length);
		return section;
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

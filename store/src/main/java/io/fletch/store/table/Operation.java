package io.fletch.store.table;

import io.fletch.store.error.UnsupportedFormatException;

/**
 * What made a version of a table. The codes are part of the file format.
 */
public enum Operation {

	/** The table was created. */
	CREATE(1),

	/** Rows were added. */
	APPEND(2),

	/** Rows were deleted. */
	DELETE(3),

	/** Rows were added or replaced by key. */
	MERGE_INSERT(4),

	/** Fragments were written anew as one; the rows are the same. */
	COMPACTION(5);

	private final int code;

	Operation(int code) {
		this.code = code;
	}

	int code() {
		return this.code;
	}

	static Operation of(int code) {
		for (Operation operation : values()) {
			if (operation.code == code) {
				return operation;
			}
		}
		throw new UnsupportedFormatException("The table has an operation of code " + code
				+ ", which this version of the library does not know; use the version that wrote it, or a newer one");
	}

}

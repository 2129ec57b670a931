package io.fletch.store.version;

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

	/** Rows were added, replaced or deleted by key. */
	MERGE_INSERT(4),

	/** Fragments were written anew as others; the rows are the same. */
	COMPACTION(5),

	/** Rows got other values. */
	UPDATE(6),

	/** All rows, and perhaps the schema, were replaced. */
	OVERWRITE(7),

	/** The table became what it was in an older version. */
	RESTORE(8),

	/** Columns were added, or the values of computed ones. */
	ADD_COLUMNS(9),

	/** Columns were renamed, or have another type, nullability or metadata. */
	ALTER_COLUMNS(10),

	/** Columns were dropped. */
	DROP_COLUMNS(11),

	/** The table began as a copy of a version of another, or as a branch. */
	CLONE(12),

	/** An index was created, built further or dropped; the rows are the same. */
	INDEX(13);

	private final int code;

	Operation(int code) {
		this.code = code;
	}

	/**
	 * Returns the code that files hold.
	 * @return the code
	 */
	public int code() {
		return this.code;
	}

	/**
	 * Returns the operation of a code.
	 * @param code the code
	 * @return the operation
	 * @throws UnsupportedFormatException if there is none
	 */
	public static Operation of(int code) {
		for (Operation operation : values()) {
			if (operation.code == code) {
				return operation;
			}
		}
		throw new UnsupportedFormatException("The table has an operation of code " + code
				+ ", which this version of the library does not know; use the version that wrote it, or a newer one");
	}

}

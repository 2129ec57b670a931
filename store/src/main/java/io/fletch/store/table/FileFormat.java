package io.fletch.store.table;

import io.fletch.store.error.UnsupportedFormatException;

/**
 * The format that the files of a table are written in.
 */
final class FileFormat {

	static final int CURRENT = 2;

	/** The format of a record that changes the indexes. */
	static final int WITH_INDEXES = 3;

	/** What stands in the place of the required flags. */
	static final int NO_FLAGS = 0;

	/** The required flag of a manifest that has indexes. */
	static final int INDEXES_FLAG = 1;

	private FileFormat() {
	}

	static boolean isOfRecord(int format) {
		return format == CURRENT || format == WITH_INDEXES;
	}

	static boolean isOlder(int format) {
		return format >= 1 && format < CURRENT;
	}

	/**
	 * Refuses what is not of the current format.
	 * @param what the file, as in a sentence
	 */
	static void require(String what, int format, int requiredFlags) {
		if (format == CURRENT && requiredFlags == NO_FLAGS) {
			return;
		}
		throw new UnsupportedFormatException("The " + what + " has the format " + format + " and the required flags "
				+ requiredFlags + "; this version of the library reads format " + CURRENT + " without flags. "
				+ (isOlder(format)
						? "No release wrote that: read the rows with the version that wrote them, and add them to a new table."
						: "Use the version that wrote it, or a newer one."));
	}

}

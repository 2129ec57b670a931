package io.fletch.store;

import java.util.List;
import java.util.Locale;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.error.InvalidInputException;

/**
 * The names of what results hold beside the columns of a table, which no column may take.
 */
final class ReservedNames {

	/** The id of a row. */
	static final String ROW_ID = "_rowid";

	/** The distance of a vector. */
	static final String DISTANCE = "_distance";

	/** The score of words. */
	static final String SCORE = "_score";

	/** The score of a search by vector and words. */
	static final String RELEVANCE = "_relevance_score";

	private static final List<String> NAMES = List.of(ROW_ID, "_rowaddr", "_rowoffset", DISTANCE, SCORE, RELEVANCE);

	private ReservedNames() {
	}

	/**
	 * Checks that a new column can have a name.
	 * @throws InvalidInputException if the name is reserved
	 */
	static void requireFree(String name) {
		if (NAMES.contains(name.toLowerCase(Locale.ROOT))) {
			throw new InvalidInputException("A column cannot be named '" + name + "', which in results stands for "
					+ "something else; the names " + NAMES + " are reserved. Choose another name.");
		}
	}

	/**
	 * Checks that a name that is asked for can be that of a column.
	 * @throws InvalidInputException if it stands for what there is not
	 */
	static void requireColumn(String name) {
		switch (name) {
			case "_rowaddr",
					"_rowoffset" ->
				throw new InvalidInputException(
						"There is no '" + name + "': rows move when files are compacted, so only " + ROW_ID
								+ " tells a row for good; select that");
			case DISTANCE, SCORE, RELEVANCE -> throw new InvalidInputException("There is no '" + name
					+ "' in a scan, which compares nothing; begin with search(...), or leave it away");
			default -> {
			}
		}
	}

	/**
	 * Checks the columns of a new schema.
	 * @throws InvalidInputException if the name of one is reserved
	 */
	static void requireNone(Schema schema) {
		for (Field field : schema.getFields()) {
			if (field.getName() != null) {
				requireFree(field.getName());
			}
		}
	}

}

package io.fletch.store;

import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Replaces the rows and the schema of a table by a new version without rows.
 */
final class Overwrite {

	private Overwrite() {
	}

	static void run(OpenTable table, Schema schema) {
		throw new UnsupportedOperationException(
				"The table '" + table.name() + "' cannot get the schema " + schema + " in place of its own");
	}

}

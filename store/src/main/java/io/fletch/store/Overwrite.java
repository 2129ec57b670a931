package io.fletch.store;

import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.table.Change;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Transaction;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

/**
 * Replaces the rows and the schema of a table by a new version without rows.
 */
final class Overwrite implements Transaction {

	private final Schema schema;

	private Overwrite(Schema schema) {
		this.schema = schema;
	}

	static void run(OpenTable table, Schema schema) {
		table.commit(new Overwrite(schema));
	}

	@Override
	public Operation operation() {
		return Operation.OVERWRITE;
	}

	@Override
	public Change apply(Manifest latest) {
		return Change.NONE.removing(latest.fragments().stream().map(Fragment::id).toList())
			.withSchema(this.schema)
			.counting(new RowCounts(0, 0, latest.rowCount()));
	}

}

package io.fletch.store;

import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.error.ConflictException;
import io.fletch.store.table.Change;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Transaction;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

/**
 * Replaces the rows, and perhaps the schema, of a table.
 */
final class Overwrite implements Transaction {

	private final Schema schema;

	private final List<Change.NewRows> rows;

	private Overwrite(Schema schema, List<Change.NewRows> rows) {
		this.schema = schema;
		this.rows = List.copyOf(rows);
	}

	/**
	 * Leaves a table without rows.
	 * @param schema the new schema
	 */
	static void run(OpenTable table, Schema schema) {
		table.commit(new Overwrite(FieldIds.strip(schema), List.of()));
	}

	/**
	 * Gives a table other rows.
	 * @param schema the new schema, whose fields carry their ids
	 * @param rows the rows, written with that schema
	 */
	static Overwrite with(Schema schema, List<Change.NewRows> rows) {
		return new Overwrite(schema, rows);
	}

	@Override
	public Operation operation() {
		return Operation.OVERWRITE;
	}

	@Override
	public Change apply(Manifest latest) {
		if (!this.rows.isEmpty() && !this.schema.equals(latest.schema()) && firstId() < latest.next().field()) {
			throw new ConflictException(
					"The schema of the table changed while rows were being written; write them again");
		}
		long inserted = this.rows.stream().mapToLong(Change.NewRows::rowCount).sum();
		Change change = Change.NONE.adding(this.rows)
			.removing(latest.fragments().stream().map(Fragment::id).toList())
			.counting(new RowCounts(inserted, 0, latest.rowCount()));
		return this.schema.equals(latest.schema()) ? change : change.withSchema(this.schema);
	}

	private int firstId() {
		return FieldIds.of(this.schema.getFields().getFirst());
	}

}

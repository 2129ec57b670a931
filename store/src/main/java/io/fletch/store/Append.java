package io.fletch.store;

import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.activity.ActivityKind;
import io.fletch.store.error.ConflictException;
import io.fletch.store.table.Change;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Transaction;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

/**
 * Adds rows that are written already.
 *
 * @param schema the schema they were written with
 * @param rows the rows
 */
record Append(Schema schema, List<Change.NewRows> rows) implements Transaction {

	static WriteResult run(OpenTable table, RowPreparation.Source source) {
		return table.activities()
			.run(ActivityKind.WRITE, Activities.word(Operation.APPEND), WriteResult::rows,
					() -> Attempts.run(() -> runOnce(table, RowPreparation.of(table, source))));
	}

	private static WriteResult runOnce(OpenTable table, RowPreparation prepared) {
		if (prepared.rows().isEmpty()) {
			return new WriteResult(table.latest().version(), 0, 0, 0);
		}
		return table.read(() -> {
			try (RowFiles files = new RowFiles(table.storage(), prepared.schema())) {
				files.write(prepared.rows());
				return WriteResult.of(files.commit(table, new Append(prepared.schema(), files.finish())));
			}
		});
	}

	@Override
	public Operation operation() {
		return Operation.APPEND;
	}

	@Override
	public Change apply(Manifest latest) {
		requireSchema(latest, this.schema);
		long inserted = this.rows.stream().mapToLong(Change.NewRows::rowCount).sum();
		return Change.NONE.adding(this.rows).counting(new RowCounts(inserted, 0, 0));
	}

	static void requireSchema(Manifest latest, Schema schema) {
		if (latest.schema() != schema && !latest.schema().equals(schema)) {
			throw new ConflictException(
					"The schema of the table changed while rows were being written; write them again");
		}
	}

}

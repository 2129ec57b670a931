package io.fletch.store;

import java.io.IOException;
import java.util.BitSet;
import java.util.function.Function;

import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.activity.ActivityKind;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Filter;
import io.fletch.store.table.Change;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Transaction;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

/**
 * Deletes the rows that pass a filter.
 */
final class Delete implements Transaction {

	private final Storage storage;

	private final Function<Schema, Filter> filter;

	private final Cancellation cancellation = new Cancellation("delete", null);

	private Schema schema;

	private ExpressionEvaluator evaluator;

	private Delete(Storage storage, Schema schema, Function<Schema, Filter> filter) {
		this.storage = storage;
		this.filter = filter;
		this.schema = schema;
		this.evaluator = new ExpressionEvaluator(schema, filter.apply(schema));
	}

	static WriteResult run(OpenTable table, Function<Schema, Filter> filter) {
		return table.activities()
			.run(ActivityKind.WRITE, Activities.word(Operation.DELETE), WriteResult::rows,
					() -> WriteResult.of(table.commit(new Delete(table.storage(), table.latest().schema(), filter))));
	}

	@Override
	public Operation operation() {
		return Operation.DELETE;
	}

	@Override
	public Change apply(Manifest latest) throws IOException {
		if (!this.schema.equals(latest.schema())) {
			this.schema = latest.schema();
			this.evaluator = new ExpressionEvaluator(this.schema, this.filter.apply(this.schema));
		}
		DeletedRows deleted = new DeletedRows();
		long count = 0;
		for (Fragment fragment : latest.fragments()) {
			BitSet rows = new BitSet();
			for (FragmentBatch batch : FragmentBatch.of(fragment, this.storage, this.schema)) {
				this.cancellation.check();
				batch.passing(this.evaluator).stream().forEach((row) -> rows.set(batch.start() + row));
			}
			deleted.add(fragment, rows);
			count += rows.cardinality();
		}
		return deleted.from(Change.NONE).counting(new RowCounts(0, 0, count));
	}

}

package io.fletch.store.expression.evaluate;

import java.util.function.IntToLongFunction;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.error.InvalidInputException;

/**
 * Rows whose values an expression reads.
 */
sealed interface Rows {

	/** Ids of rows that have none. */
	IntToLongFunction NO_IDS = (row) -> {
		throw new InvalidInputException("_rowid can be used in filters, not in what is computed of rows or compared "
				+ "with rows that have none; name a column");
	};

	/**
	 * Returns a value as it is stored.
	 */
	@Nullable Object value(int column, int row);

	long rowId(int row);

	/**
	 * The rows of a batch.
	 *
	 * @param batch the batch
	 * @param rowIds the ids of its rows
	 */
	record OfBatch(RowBatch batch, IntToLongFunction rowIds) implements Rows {

		@Override
		public @Nullable Object value(int column, int row) {
			return this.batch.columns().get(column).get(row);
		}

		@Override
		public long rowId(int row) {
			return this.rowIds.applyAsLong(row);
		}

		int count() {
			return this.batch.rowCount();
		}

	}

	/**
	 * One row.
	 *
	 * @param values its values in the order of the schema's fields
	 * @param rowIds its id
	 */
	record Single(@Nullable Object[] values, IntToLongFunction rowIds) implements Rows {

		@Override
		public @Nullable Object value(int column, int row) {
			return this.values[column];
		}

		@Override
		public long rowId(int row) {
			return this.rowIds.applyAsLong(row);
		}

	}

}

package io.fletch.store.expression.evaluate;

import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntToLongFunction;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Filter;

/**
 * Evaluates an expression over the rows of batches, a column at a time where it can, or
 * for single rows; with the three truth values of SQL, and the same results either way.
 * The clock is read once, when the evaluator is made. Safe for use by several threads.
 */
public final class ExpressionEvaluator {

	/** Where fewer than one row in so many counts, each is evaluated by itself. */
	private static final int FEW = 32;

	private final Node node;

	private final @Nullable Field result;

	/**
	 * Evaluates an expression.
	 * @param schema the schema of the rows
	 * @param expression the expression, checked against that schema by
	 * {@link ExpressionParser}
	 */
	public ExpressionEvaluator(Schema schema, Expression expression) {
		this.node = new ExpressionCompiler(schema, Instant.now()).compile(expression);
		this.result = ResultForms.needed(schema, expression);
	}

	/**
	 * Evaluates a filter.
	 * @param schema the schema of the rows
	 * @param filter the filter, checked against that schema by {@link ExpressionParser}
	 */
	public ExpressionEvaluator(Schema schema, Filter filter) {
		this.node = new ExpressionCompiler(schema, Instant.now()).compile(filter.condition());
		this.result = null;
	}

	/**
	 * Returns the rows for which a condition is true.
	 * @param batch the rows
	 * @return their positions in the batch
	 * @throws InvalidInputException if a calculation has no result for a row
	 */
	public BitSet passing(RowBatch batch) {
		return BitSet.valueOf(mask(batch, Rows.NO_IDS));
	}

	/**
	 * Returns the rows for which a condition is true.
	 * @param batch the rows
	 * @param rowIds the ids of the rows, as users see them
	 * @return their positions in the batch
	 * @throws InvalidInputException if a calculation has no result for a row
	 */
	public BitSet passing(RowBatch batch, IntToLongFunction rowIds) {
		return BitSet.valueOf(mask(batch, rowIds));
	}

	/**
	 * Counts the rows for which a condition is true.
	 * @param batch the rows
	 * @return their number
	 * @throws InvalidInputException if a calculation has no result for a row
	 */
	public int count(RowBatch batch) {
		return RowMask.count(mask(batch, Rows.NO_IDS));
	}

	/**
	 * Returns the rows for which a condition is true, one bit a row.
	 * @param batch the batch
	 * @param rowIds the ids of its rows
	 * @return one bit a row, set where the condition is true
	 */
	public long[] mask(RowBatch batch, IntToLongFunction rowIds) {
		return this.node.truth(new Rows.OfBatch(batch, rowIds), RowMask.all(batch.rowCount())).isTrue();
	}

	/**
	 * Returns those of some rows for which a condition is true, one bit a row.
	 * @param batch the batch
	 * @param rowIds the ids of its rows
	 * @param among one bit a row, set for those that count
	 * @return one bit a row, set where the condition is true of a row that counts
	 */
	public long[] mask(RowBatch batch, IntToLongFunction rowIds, BitSet among) {
		Rows.OfBatch rows = new Rows.OfBatch(batch, rowIds);
		long[] words = Arrays.copyOf(among.toLongArray(), RowMask.none(batch.rowCount()).length);
		if ((long) among.cardinality() * FEW < batch.rowCount()) {
			long[] mask = RowMask.none(batch.rowCount());
			for (int row = among.nextSetBit(0); row >= 0; row = among.nextSetBit(row + 1)) {
				if (Boolean.TRUE.equals(this.node.value(rows, row))) {
					RowMask.set(mask, row);
				}
			}
			return mask;
		}
		return RowMask.and(this.node.truth(rows, words).isTrue(), words);
	}

	/**
	 * Evaluates the expression for every row.
	 * @param batch the rows
	 * @return the results in the Java forms of the columns of their type
	 * @throws InvalidInputException if a calculation has no result for a row
	 */
	public @Nullable Object[] values(RowBatch batch) {
		return values(batch, Rows.NO_IDS);
	}

	@Nullable Object[] values(RowBatch batch, IntToLongFunction rowIds) {
		Rows rows = new Rows.OfBatch(batch, rowIds);
		@Nullable Object[] values = new @Nullable Object[batch.rowCount()];
		for (int row = 0; row < values.length; row++) {
			values[row] = ResultForms.of(this.result, this.node.value(rows, row));
		}
		return values;
	}

	/**
	 * Evaluates the expression for some rows.
	 * @param batch the rows
	 * @param selected the positions of those that count
	 * @return their results, one after the other, in the Java forms of the columns of
	 * their type
	 * @throws InvalidInputException if a calculation has no result for a row that counts
	 */
	public @Nullable Object[] values(RowBatch batch, BitSet selected) {
		Rows rows = new Rows.OfBatch(batch, Rows.NO_IDS);
		@Nullable Object[] values = new @Nullable Object[selected.cardinality()];
		int next = 0;
		for (int row = selected.nextSetBit(0); row >= 0; row = selected.nextSetBit(row + 1)) {
			values[next++] = ResultForms.of(this.result, this.node.value(rows, row));
		}
		return values;
	}

	/**
	 * Evaluates the expression for one row.
	 * @param row the values of the row in the order of the schema's fields
	 * @return the result in the Java form of a column of its type
	 * @throws InvalidInputException if a calculation has no result
	 */
	public @Nullable Object value(@Nullable Object[] row) {
		return ResultForms.of(this.result, this.node.value(new Rows.Single(row, Rows.NO_IDS), 0));
	}

	/**
	 * Tells whether a condition is true for a row.
	 * @param row the values of the row in the order of the schema's fields
	 * @return whether it is true
	 * @throws InvalidInputException if a calculation has no result
	 */
	public boolean passes(@Nullable Object[] row) {
		return passes(row, Rows.NO_IDS);
	}

	/**
	 * Tells whether a condition is true for a row.
	 * @param row the values of the row in the order of the schema's fields
	 * @param rowId the id of the row, as users see it
	 * @return whether it is true
	 * @throws InvalidInputException if a calculation has no result
	 */
	public boolean passes(@Nullable Object[] row, long rowId) {
		return passes(row, (position) -> rowId);
	}

	private boolean passes(@Nullable Object[] row, IntToLongFunction rowIds) {
		return Boolean.TRUE.equals(this.node.value(new Rows.Single(row, rowIds), 0));
	}

}

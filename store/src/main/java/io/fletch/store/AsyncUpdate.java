package io.fletch.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * An {@link Update} whose methods do not wait, as in {@link AsyncTable}. What a
 * refinement would throw the future of {@link #execute()} does.
 */
public final class AsyncUpdate {

	private final Supplier<Update> update;

	AsyncUpdate(Supplier<Update> update) {
		this.update = update;
	}

	private AsyncUpdate refined(UnaryOperator<Update> refinement) {
		return new AsyncUpdate(() -> refinement.apply(this.update.get()));
	}

	/**
	 * Gives a column a value.
	 * @param column the name of the column
	 * @param value the value, in any form that adding a row takes, or {@code null}
	 * @return an update that does so
	 */
	public AsyncUpdate set(String column, @Nullable Object value) {
		return refined((before) -> before.set(column, value));
	}

	/**
	 * Gives a column the result of an expression, which sees the values before the
	 * update.
	 * @param column the name of the column
	 * @param expression an expression in SQL, for example {@code price * 1.1}
	 * @return an update that does so
	 */
	public AsyncUpdate setSql(String column, String expression) {
		return refined((before) -> before.setSql(column, expression));
	}

	/**
	 * Gives a column the result of an expression, which sees the values before the
	 * update.
	 * @param column the name of the column
	 * @param expression an expression in SQL with named parameters, for example
	 * {@code price * :rate}
	 * @param parameters the values of the parameters
	 * @return an update that does so
	 */
	public AsyncUpdate setSql(String column, String expression, Map<String, ? extends @Nullable Object> parameters) {
		Map<String, @Nullable Object> values = new HashMap<>(Objects.requireNonNull(parameters, "parameters"));
		return refined((before) -> before.setSql(column, expression, values));
	}

	/**
	 * Updates only the rows that satisfy a condition, in place of an earlier condition.
	 * @param where a condition in SQL
	 * @return an update of these rows
	 */
	public AsyncUpdate where(String where) {
		return refined((before) -> before.where(where));
	}

	/**
	 * Updates only the rows that satisfy a condition, in place of an earlier condition.
	 * @param where a condition in SQL with named parameters
	 * @param parameters the values of the parameters
	 * @return an update of these rows
	 */
	public AsyncUpdate where(String where, Map<String, ? extends @Nullable Object> parameters) {
		Map<String, @Nullable Object> values = new HashMap<>(Objects.requireNonNull(parameters, "parameters"));
		return refined((before) -> before.where(where, values));
	}

	/**
	 * Runs the update, of all rows if there is no condition.
	 * @return completes with the version made, and how many rows were updated
	 */
	public CompletableFuture<WriteResult> execute() {
		return AsyncRun.call(() -> this.update.get().execute());
	}

}

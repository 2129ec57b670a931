package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.activity.ActivityKind;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.version.Operation;

/**
 * Gives new values to columns of rows, in one version. Immutable: every method but
 * {@link #execute()} returns a new one. Rows keep their row ids and move to the end of
 * the order of storage.
 */
public final class Update {

	private final OpenTable table;

	private final List<Assignment> assignments;

	private final List<SqlText> conditions;

	private Update(OpenTable table, List<Assignment> assignments, List<SqlText> conditions) {
		this.table = table;
		this.assignments = List.copyOf(assignments);
		this.conditions = List.copyOf(conditions);
	}

	static Update of(OpenTable table) {
		return new Update(table, List.of(), List.of());
	}

	/**
	 * Gives a column a value.
	 * @param column the name of the column
	 * @param value the value, in any form that adding a row takes, or {@code null}
	 * @return an update that does so
	 * @throws InvalidInputException if the column is given a value already
	 */
	public Update set(String column, @Nullable Object value) {
		Objects.requireNonNull(column, "column");
		return with(new Assignment(column, value, null));
	}

	/**
	 * Gives a column the result of an expression, which sees the values before the
	 * update.
	 * @param column the name of the column
	 * @param expression an expression in SQL, for example {@code price * 1.1}
	 * @return an update that does so
	 * @throws InvalidInputException if the column is given a value already
	 */
	public Update setSql(String column, String expression) {
		return setSql(column, expression, Map.of());
	}

	/**
	 * Gives a column the result of an expression, which sees the values before the
	 * update.
	 * @param column the name of the column
	 * @param expression an expression in SQL with named parameters, for example
	 * {@code price * :rate}
	 * @param parameters the values of the parameters
	 * @return an update that does so
	 * @throws InvalidInputException if the column is given a value already
	 */
	public Update setSql(String column, String expression, Map<String, ? extends @Nullable Object> parameters) {
		Objects.requireNonNull(column, "column");
		Objects.requireNonNull(expression, "expression");
		Objects.requireNonNull(parameters, "parameters");
		return with(new Assignment(column, null, new SqlText(expression, parameters)));
	}

	private Update with(Assignment assignment) {
		if (this.assignments.stream().anyMatch((other) -> other.column().equals(assignment.column()))) {
			throw new InvalidInputException("The update gives the column '" + assignment.column()
					+ "' a value twice; call set or setSql once for each column");
		}
		List<Assignment> more = new ArrayList<>(this.assignments);
		more.add(assignment);
		return new Update(this.table, more, this.conditions);
	}

	/**
	 * Updates only the rows that satisfy a condition. Repeated calls are joined by AND.
	 * @param where a condition in SQL
	 * @return an update of these rows
	 */
	public Update where(String where) {
		return where(where, Map.of());
	}

	/**
	 * Updates only the rows that satisfy a condition. Repeated calls are joined by AND.
	 * @param where a condition in SQL with named parameters
	 * @param parameters the values of the parameters
	 * @return an update of these rows
	 */
	public Update where(String where, Map<String, ? extends @Nullable Object> parameters) {
		Objects.requireNonNull(where, "where");
		Objects.requireNonNull(parameters, "parameters");
		List<SqlText> more = new ArrayList<>(this.conditions);
		more.add(new SqlText(where, parameters));
		return new Update(this.table, this.assignments, more);
	}

	/**
	 * Runs the update, of all rows if there is no condition. Durable when it returns. A
	 * vector whose text gets another value is made anew by the table's embedding
	 * function, unless the update sets the vector too.
	 * @return the version made, even if no row satisfied the condition, and how many rows
	 * were updated
	 * @throws InvalidInputException if no column is given a value, if a column does not
	 * exist or is computed, if a value does not fit its column, or if an expression or
	 * the condition does not fit the table; nothing was changed
	 * @throws io.fletch.store.error.CancelledException if the thread was interrupted;
	 * nothing was changed
	 * @throws io.fletch.store.embedding.EmbeddingException if a vector could not be made;
	 * nothing was changed
	 */
	public WriteResult execute() {
		if (this.assignments.isEmpty()) {
			throw new InvalidInputException(
					"The update changes nothing; call set(column, value) or setSql(column, expression) first");
		}
		return this.table.activities()
			.run(ActivityKind.WRITE, Activities.word(Operation.UPDATE), WriteResult::rows,
					() -> UpdateRun.commit(this.table, this.assignments, this.conditions));
	}

	/**
	 * A new value of a column.
	 *
	 * @param column the name of the column
	 * @param value the value, if there is no expression
	 * @param expression the expression that gives it, or {@code null}
	 */
	record Assignment(String column, @Nullable Object value, @Nullable SqlText expression) {
	}

}

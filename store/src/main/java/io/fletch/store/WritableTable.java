package io.fletch.store;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;

/**
 * What changes the rows of a table, whatever its rows are made into.
 *
 * @param <R> the type of the rows
 */
public abstract sealed class WritableTable<R> extends ReadableTable<R> permits Table, TypedTable {

	WritableTable(TableHandle handle, RowReader<R> reader) {
		super(handle, reader);
	}

	/**
	 * Adds the rows of a source, all or none, in bounded memory: maps, records or
	 * whatever else has the columns of the table, in any order. A column that the source
	 * lacks is null.
	 * @param rows the rows
	 * @return the version made and the number of rows
	 * @throws InvalidInputException if a row does not fit the schema; nothing was added
	 */
	public final AddResult add(RowSource rows) {
		return add(rows, AddOptions.DEFAULT);
	}

	/**
	 * Adds the rows of a source, all or none, in bounded memory: maps, records or
	 * whatever else has the columns of the table, in any order. A column that the source
	 * lacks is null.
	 * @param rows the rows
	 * @param options how they are added
	 * @return the version made and the number of rows
	 * @throws InvalidInputException if a row does not fit the schema; nothing was added
	 */
	public final AddResult add(RowSource rows, AddOptions options) {
		Objects.requireNonNull(rows, "rows");
		Objects.requireNonNull(options, "options");
		return StreamingAppend.run(handle().writable(), rows, options);
	}

	/**
	 * Deletes the rows that satisfy a condition.
	 * @param where a condition in SQL; {@code true} for all rows
	 * @return the version made, even if no row satisfied the condition, and the number of
	 * rows
	 * @throws InvalidInputException if the condition does not fit the table
	 */
	public final WriteResult delete(String where) {
		return delete(where, Map.of());
	}

	/**
	 * Deletes the rows that satisfy a condition.
	 * @param where a condition in SQL with named parameters, for example {@code id = :id}
	 * @param parameters the values of the parameters
	 * @return the version made, even if no row satisfied the condition, and the number of
	 * rows
	 * @throws InvalidInputException if the condition does not fit the table
	 */
	public final WriteResult delete(String where, Map<String, ? extends @Nullable Object> parameters) {
		Objects.requireNonNull(where, "where");
		Objects.requireNonNull(parameters, "parameters");
		return Delete.run(handle().writable(), (schema) -> ExpressionParser.parseFilter(where, parameters, schema));
	}

	/**
	 * Deletes the rows that satisfy a condition.
	 * @param where a condition, for example {@code Expression.column("year").lt(2020)}
	 * @return the version made, even if no row satisfied the condition, and the number of
	 * rows
	 * @throws InvalidInputException if the condition does not fit the table
	 */
	public final WriteResult delete(Expression where) {
		Objects.requireNonNull(where, "where");
		return Delete.run(handle().writable(), (schema) -> ExpressionParser.filter(where, schema));
	}

	/**
	 * Begins an update.
	 * @return the update, of all rows, without new values
	 */
	public final Update update() {
		return Update.of(handle().writable());
	}

	/**
	 * Closes this handle, which a {@link TypedTable} has in common with its
	 * {@link TypedTable#untyped()}, not the table for others. Whatever uses it then gets
	 * a {@link io.fletch.store.error.StoreException}. Does nothing if called again.
	 */
	@Override
	public final void close() {
		handle().close();
	}

}

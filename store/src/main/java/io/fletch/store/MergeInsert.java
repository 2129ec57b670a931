package io.fletch.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.activity.ActivityKind;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.schema.KeyTypes;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.BadVectors;
import io.fletch.store.version.Operation;

/**
 * Updates, inserts and deletes rows by key, in one version. Immutable: every method but
 * {@link #execute(List)} returns a new one. Keys are equal as values are: texts byte by
 * byte, numbers by their value, where NaN equals NaN; a key with a null equals none.
 *
 * @param <R> the type of the rows
 */
public final class MergeInsert<R> {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

	private final OpenTable table;

	private final BiFunction<List<R>, Schema, MergeSource.Given> rows;

	private final List<String> keys;

	private final MergeClauses clauses;

	private final MergeOptions options;

	private MergeInsert(OpenTable table, BiFunction<List<R>, Schema, MergeSource.Given> rows, List<String> keys,
			MergeClauses clauses, MergeOptions options) {
		this.table = table;
		this.rows = rows;
		this.keys = keys;
		this.clauses = clauses;
		this.options = options;
	}

	static <R> MergeInsert<R> by(OpenTable table, BiFunction<List<R>, Schema, MergeSource.Given> rows, String... keys) {
		requireKeys(table, keys);
		return new MergeInsert<>(table, rows, List.of(keys), MergeClauses.NONE, MergeOptions.DEFAULT);
	}

	private static void requireKeys(OpenTable table, String... keys) {
		List<Field> fields = table.view(table.latest().schema()).schema().getFields();
		List<String> names = fields.stream().map(Field::getName).toList();
		if (keys.length == 0) {
			throw new InvalidInputException("A merge-insert needs at least one key column; the columns are " + names);
		}
		for (String key : keys) {
			if (!names.contains(key)) {
				throw new InvalidInputException(
						"The key '" + key + "' is not a column of the table '" + table.name() + "': " + names);
			}
			requireComparable(fields.get(names.indexOf(key)));
		}
	}

	private static void requireComparable(Field field) {
		if (!KeyTypes.areComparable(field)) {
			throw new InvalidInputException("The column '" + field.getName() + "' cannot be a key, as its type is "
					+ ColumnType.of(field).label());
		}
	}

	/**
	 * Updates every row whose key a source row has: it gets the values of the columns
	 * that the source rows have.
	 * @return a merge-insert with this clause
	 */
	public MergeInsert<R> whenMatchedUpdateAll() {
		return with(new MergeClauses(MergeClauses.ALWAYS, this.clauses.insert(), this.clauses.delete()));
	}

	/**
	 * Updates the rows whose key a source row has, if both satisfy a condition.
	 * @param condition a condition in SQL on the columns {@code target.x} of the table
	 * and {@code source.x} of the source rows
	 * @return a merge-insert with this clause
	 */
	public MergeInsert<R> whenMatchedUpdateAll(String condition) {
		return whenMatchedUpdateAll(condition, Map.of());
	}

	/**
	 * Updates the rows whose key a source row has, if both satisfy a condition.
	 * @param condition a condition in SQL with named parameters, on the columns
	 * {@code target.x} of the table and {@code source.x} of the source rows
	 * @param parameters the values of the parameters
	 * @return a merge-insert with this clause
	 */
	public MergeInsert<R> whenMatchedUpdateAll(String condition, Map<String, ? extends @Nullable Object> parameters) {
		Objects.requireNonNull(condition, "condition");
		Objects.requireNonNull(parameters, "parameters");
		SqlText update = new SqlText(condition, parameters);
		return with(new MergeClauses(update, this.clauses.insert(), this.clauses.delete()));
	}

	/**
	 * Inserts the source rows whose key no row has. Columns that the source rows do not
	 * have are null there.
	 * @return a merge-insert with this clause
	 */
	public MergeInsert<R> whenNotMatchedInsertAll() {
		return with(new MergeClauses(this.clauses.update(), true, this.clauses.delete()));
	}

	/**
	 * Deletes every row whose key no source row has.
	 * @return a merge-insert with this clause
	 */
	public MergeInsert<R> whenNotMatchedBySourceDelete() {
		return with(new MergeClauses(this.clauses.update(), this.clauses.insert(), MergeClauses.ALWAYS));
	}

	/**
	 * Deletes the rows whose key no source row has, if they satisfy a condition.
	 * @param condition a condition in SQL on the columns of the table
	 * @return a merge-insert with this clause
	 */
	public MergeInsert<R> whenNotMatchedBySourceDelete(String condition) {
		return whenNotMatchedBySourceDelete(condition, Map.of());
	}

	/**
	 * Deletes the rows whose key no source row has, if they satisfy a condition.
	 * @param condition a condition in SQL with named parameters on the columns of the
	 * table
	 * @param parameters the values of the parameters
	 * @return a merge-insert with this clause
	 */
	public MergeInsert<R> whenNotMatchedBySourceDelete(String condition,
			Map<String, ? extends @Nullable Object> parameters) {
		Objects.requireNonNull(condition, "condition");
		Objects.requireNonNull(parameters, "parameters");
		SqlText delete = new SqlText(condition, parameters);
		return with(new MergeClauses(this.clauses.update(), this.clauses.insert(), delete));
	}

	private MergeInsert<R> with(MergeClauses changed) {
		return new MergeInsert<>(this.table, this.rows, this.keys, changed, this.options);
	}

	/**
	 * Limits the time. Unless this is called, only a merge-insert that must begin anew
	 * gives up, after 30 seconds.
	 * @param limit how long it may take; with zero it fails at once
	 * @return a merge-insert with this limit
	 * @throws InvalidInputException if the limit is negative
	 */
	public MergeInsert<R> timeout(Duration limit) {
		Objects.requireNonNull(limit, "limit");
		if (limit.isNegative()) {
			throw new InvalidInputException("The timeout of a merge-insert is " + limit
					+ "; it must be at least zero, which lets it fail at once. Leave it out for none.");
		}
		return with(new MergeOptions(limit, this.options.badVectors(), this.options.fillValue()));
	}

	/**
	 * Sets what happens to source rows with bad vectors, which are an error unless this
	 * is called. A row that is left out updates and inserts nothing, but its key counts
	 * as one of the source: the row of the table that has it is not deleted.
	 * @param policy what happens to them
	 * @param fillValue the value for {@link BadVectors#FILL}
	 * @return a merge-insert that does so
	 * @throws InvalidInputException if the fill value is not finite
	 */
	public MergeInsert<R> badVectors(BadVectors policy, float fillValue) {
		Objects.requireNonNull(policy, "policy");
		AddOptions.requireFinite(fillValue);
		return with(new MergeOptions(this.options.timeout(), policy, fillValue));
	}

	private MergeInsert<R> with(MergeOptions changed) {
		return new MergeInsert<>(this.table, this.rows, this.keys, this.clauses, changed);
	}

	/**
	 * Runs the merge-insert. Durable when it returns. A source row with a null in its key
	 * matches nothing. A source row without vector gets one from the table's embedding
	 * function if it is inserted, or updates the text.
	 * @param source the source rows
	 * @return the version made, even if nothing matched, and how many rows were inserted,
	 * updated and deleted
	 * @throws InvalidInputException if there is no clause, if a row or a condition does
	 * not fit the table, or if two source rows would update one row; nothing was changed
	 * @throws io.fletch.store.error.CancelledException if the thread was interrupted or
	 * the time was over; nothing was changed
	 * @throws io.fletch.store.embedding.EmbeddingException if a vector could not be made;
	 * nothing was changed
	 */
	public WriteResult execute(List<R> source) {
		Objects.requireNonNull(source, "source");
		return execute((schema) -> this.rows.apply(source, schema));
	}

	/**
	 * Runs the merge-insert with rows of any kind, as {@link #execute(List)} does. The
	 * source rows are held in memory, those of the table are not.
	 * @param source the source rows
	 * @return the version made, even if nothing matched, and how many rows were inserted,
	 * updated and deleted
	 * @throws InvalidInputException if there is no clause, if a row or a condition does
	 * not fit the table, or if two source rows would update one row; nothing was changed
	 */
	public WriteResult execute(RowSource source) {
		Objects.requireNonNull(source, "source");
		return execute(new MergeRows(source));
	}

	private WriteResult execute(MergeSource.Given.Reading source) {
		if (this.clauses.isEmpty()) {
			throw new InvalidInputException("The merge-insert is not configured to change the data in any way; call "
					+ "whenMatchedUpdateAll(), whenNotMatchedInsertAll() or whenNotMatchedBySourceDelete()");
		}
		Cancellation cancellation = new Cancellation("merge insert", this.options.timeout());
		int[] attempts = { 0 };
		return this.table.activities()
			.run(ActivityKind.WRITE, Activities.word(Operation.MERGE_INSERT), WriteResult::rows,
					() -> Attempts.run(() -> {
						if (attempts[0]++ > 0) {
							cancellation.checkTime(DEFAULT_TIMEOUT);
						}
						cancellation.check();
						return runOnce(source, cancellation).after(attempts[0]);
					}));
	}

	private WriteResult runOnce(MergeSource.Given.Reading source, Cancellation cancellation) {
		MergeSource prepared = MergeSource.of(this.table, source, this.options);
		MergePlan plan = new MergePlan(this.table, prepared, this.keys, this.clauses, cancellation);
		RowChange change = new RowChange(this.table, Operation.MERGE_INSERT, (latest, output) -> {
			Append.requireSchema(latest, prepared.table());
			cancellation.check();
			return new MergeRun(plan, latest, output).run();
		});
		return WriteResult.of(prepared.vectors().isEmpty() ? change.commit() : change.commit(plan.vectors()));
	}

}

package io.fletch.store;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * Updates and inserts rows by key, in one version. Immutable: every method but
 * {@link #execute(List)} returns a new one.
 *
 * @param <R> the type of the rows
 */
public final class MergeInsert<R> {

	private final OpenTable table;

	private final BiFunction<List<R>, Schema, List<@Nullable Object[]>> rows;

	private final int[] keyColumns;

	private final boolean update;

	private final boolean insert;

	private MergeInsert(OpenTable table, BiFunction<List<R>, Schema, List<@Nullable Object[]>> rows, int[] keyColumns,
			boolean update, boolean insert) {
		this.table = table;
		this.rows = rows;
		this.keyColumns = keyColumns;
		this.update = update;
		this.insert = insert;
	}

	static <R> MergeInsert<R> by(OpenTable table, BiFunction<List<R>, Schema, List<@Nullable Object[]>> rows,
			String... keys) {
		List<Field> fields = table.view(table.latest().schema()).schema().getFields();
		List<String> names = fields.stream().map(Field::getName).toList();
		if (keys.length == 0) {
			throw new InvalidInputException("A merge-insert needs at least one key column; the columns are " + names);
		}
		int[] columns = new int[keys.length];
		for (int i = 0; i < keys.length; i++) {
			columns[i] = names.indexOf(keys[i]);
			if (columns[i] < 0) {
				throw new InvalidInputException(
						"The key '" + keys[i] + "' is not a column of the table '" + table.name() + "': " + names);
			}
			ArrowType type = fields.get(columns[i]).getType();
			if (type.isComplex() || type instanceof ArrowType.Binary) {
				throw new InvalidInputException("The column '" + keys[i] + "' cannot be a key, as its type is " + type);
			}
		}
		return new MergeInsert<>(table, rows, columns, false, false);
	}

	/**
	 * Replaces every row whose key a source row has.
	 * @return a merge-insert with this clause
	 */
	public MergeInsert<R> whenMatchedUpdateAll() {
		return new MergeInsert<>(this.table, this.rows, this.keyColumns, true, this.insert);
	}

	/**
	 * Adds the source rows whose key no row has.
	 * @return a merge-insert with this clause
	 */
	public MergeInsert<R> whenNotMatchedInsertAll() {
		return new MergeInsert<>(this.table, this.rows, this.keyColumns, this.update, true);
	}

	/**
	 * Runs the merge-insert. Durable when it returns. A source row with a null in its key
	 * matches nothing.
	 * @param source the source rows
	 * @return the version made, and how many rows were inserted and updated
	 * @throws InvalidInputException if there is no clause, if a row does not fit the
	 * schema, or if two source rows match one row of the table; nothing was changed
	 */
	public WriteResult execute(List<R> source) {
		if (!this.update && !this.insert) {
			throw new InvalidInputException("The merge-insert is not configured to change the data in any way; call "
					+ "whenMatchedUpdateAll() or whenNotMatchedInsertAll()");
		}
		return Attempts.run(() -> {
			RowPreparation prepared = RowPreparation.of(this.table, (schema) -> this.rows.apply(source, schema));
			return new Merge(this.table, Arrays.copyOf(this.keyColumns, this.keyColumns.length), this.update,
					this.insert, prepared)
				.run();
		});
	}

}

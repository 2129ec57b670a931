package io.fletch.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.data.schema.SchemaChecker;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.table.SchemaChange;
import io.fletch.store.version.Operation;

/**
 * Adds columns: null ones, or such whose values are computed from the rows.
 */
final class AddColumns implements SchemaChange.Edit {

	private final Map<String, Source> sources;

	private final UnaryOperator<Schema> declaration;

	private final Map<String, Values> values = new LinkedHashMap<>();

	/**
	 * Adds columns.
	 * @param sources what fills each column, by its name
	 */
	AddColumns(Map<String, Source> sources) {
		this(sources, UnaryOperator.identity());
	}

	/**
	 * Adds columns.
	 * @param sources what fills each column, by its name
	 * @param declaration writes into the new schema what the columns are for
	 */
	AddColumns(Map<String, Source> sources, UnaryOperator<Schema> declaration) {
		this.sources = new LinkedHashMap<>(sources);
		this.declaration = declaration;
	}

	@Override
	public Operation operation() {
		return Operation.ADD_COLUMNS;
	}

	@Override
	public Schema schema(Schema latest) {
		this.values.clear();
		List<Field> fields = new ArrayList<>(latest.getFields());
		Schema present = FieldIds.strip(latest);
		this.sources.forEach((name, source) -> {
			requireNew(present, name);
			Values made = source.on(present, name);
			this.values.put(name, made);
			fields.addAll(FieldIds.strip(new Schema(List.of(made.field()))).getFields());
		});
		Schema changed = this.declaration.apply(new Schema(fields, latest.getCustomMetadata()));
		SchemaChecker.check(FieldIds.strip(changed));
		return changed;
	}

	private static void requireNew(Schema present, String name) {
		ReservedNames.requireFree(name);
		if (present.getFields().stream().anyMatch((field) -> field.getName().equals(name))) {
			throw new InvalidInputException("The table already has a column '" + name + "', of the type "
					+ present.findField(name).getType() + "; choose another name, or alter or drop that column");
		}
	}

	@Override
	public boolean readsRows() {
		return this.values.values()
			.stream()
			.anyMatch((made) -> made.computation() != null || !made.field().isNullable());
	}

	@Override
	public List<String> stored() {
		return this.values.values()
			.stream()
			.filter((made) -> made.computation() != null)
			.map((made) -> made.field().getName())
			.toList();
	}

	@Override
	public List<@Nullable Object[]> values(RowBatch batch, IntPredicate deleted) {
		List<@Nullable Object[]> columns = new ArrayList<>();
		for (Values made : this.values.values()) {
			Computation computation = made.computation();
			if (computation != null) {
				columns.add(computation.of(batch, deleted));
			}
			else if (!made.field().isNullable() && batch.rowCount() > 0) {
				throw new InvalidInputException("The new column '" + made.field().getName()
						+ "' has no value for the rows of the table, but cannot be null; make it nullable, or add it "
						+ "with an expression");
			}
		}
		return transposed(columns, batch.rowCount());
	}

	private static List<@Nullable Object[]> transposed(List<@Nullable Object[]> columns, int rowCount) {
		List<@Nullable Object[]> rows = new ArrayList<>(rowCount);
		for (int row = 0; row < rowCount; row++) {
			@Nullable Object[] values = new @Nullable Object[columns.size()];
			for (int column = 0; column < values.length; column++) {
				values[column] = columns.get(column)[row];
			}
			rows.add(values);
		}
		return rows;
	}

	/**
	 * What fills a new column.
	 */
	@FunctionalInterface
	interface Source {

		/**
		 * Looks at a schema.
		 * @param present the schema of the table
		 * @param name the name of the new column
		 * @return the column and its values
		 */
		Values on(Schema present, String name);

	}

	/**
	 * A new column.
	 *
	 * @param field the column
	 * @param computation computes its values, or {@code null} if it has none
	 */
	record Values(Field field, @Nullable Computation computation) {
	}

	/**
	 * Computes the values of a column.
	 */
	@FunctionalInterface
	interface Computation {

		@Nullable Object[] of(RowBatch batch, IntPredicate deleted);

	}

}

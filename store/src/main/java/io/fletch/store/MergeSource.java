package io.fletch.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowChecker;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.VectorRepair;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.table.Manifest;

/**
 * The source rows of a merge-insert, checked against the schema of one version.
 *
 * @param table the schema of the table
 * @param columns the positions of the columns that the source has, rising; a vector that
 * is made of its text is one of them
 * @param rows the values of each row in the order of {@code columns}
 * @param dropped the rows that were left out for their bad vectors, unchecked
 * @param vectors the vector columns that are made of their sources where the rows have
 * none; those that no row needs that are not among them
 */
record MergeSource(Schema table, int[] columns, List<@Nullable Object[]> rows, List<@Nullable Object[]> dropped,
		List<ColumnRoles.VectorColumn> vectors) {

	static MergeSource of(OpenTable table, Given.Reading reading, MergeOptions options) {
		Manifest latest = table.latest();
		SchemaView view = table.view(latest.schema());
		Given given = reading.rows(view.schema());
		BitSet columns = given.columns();
		requireNoComputed(latest.schema(), given, columns);
		List<ColumnRoles.VectorColumn> followers = view.roles()
			.made()
			.stream()
			.filter((column) -> column.sources().stream().anyMatch(columns::get))
			.toList();
		followers.forEach((column) -> columns.set(column.position()));
		int[] positions = columns.stream().toArray();
		Schema checked = checked(view.schema(), positions, followers);
		List<@Nullable Object[]> all = projected(given.rows(), positions);
		List<@Nullable Object[]> rows = new VectorRepair(checked, options.badVectors(), options.fillValue()).apply(all);
		new RowChecker(checked).check(rows);
		List<ColumnRoles.VectorColumn> lacking = followers.stream().filter((column) -> {
			int index = Arrays.binarySearch(positions, column.position());
			return rows.stream().anyMatch((row) -> row[index] == null);
		}).toList();
		return new MergeSource(latest.schema(), positions, rows, without(all, rows), lacking);
	}

	/**
	 * Returns what was left out of rows, whose order stayed.
	 */
	private static List<@Nullable Object[]> without(List<@Nullable Object[]> all, List<@Nullable Object[]> kept) {
		List<@Nullable Object[]> rest = new ArrayList<>();
		int next = 0;
		for (@Nullable
		Object[] row : all) {
			if (next < kept.size() && kept.get(next) == row) {
				next++;
			}
			else {
				rest.add(row);
			}
		}
		return rest;
	}

	private static void requireNoComputed(Schema schema, Given given, BitSet columns) {
		for (int column = columns.nextSetBit(0); column >= 0; column = columns.nextSetBit(column + 1)) {
			Field field = schema.getFields().get(column);
			if (field.getMetadata().containsKey(ComputedColumns.EXPRESSION)) {
				int computed = column;
				if (given.rows().stream().anyMatch((row) -> row[computed] != null)) {
					ComputedColumns.requireNotComputed(field);
				}
				columns.clear(column);
			}
		}
	}

	private static List<@Nullable Object[]> projected(List<@Nullable Object[]> rows, int[] columns) {
		List<@Nullable Object[]> projected = new ArrayList<>(rows.size());
		for (@Nullable
		Object[] row : rows) {
			@Nullable Object[] values = row;
			if (columns.length < row.length) {
				values = new @Nullable Object[columns.length];
				for (int i = 0; i < columns.length; i++) {
					values[i] = row[columns[i]];
				}
			}
			projected.add(values);
		}
		return projected;
	}

	/**
	 * Returns the schema to check rows against: a vector that will be made may lack yet.
	 */
	private static Schema checked(Schema schema, int[] columns, List<ColumnRoles.VectorColumn> followers) {
		List<Field> fields = new ArrayList<>();
		for (int column : columns) {
			Field field = schema.getFields().get(column);
			fields.add(followers.stream().noneMatch((made) -> made.position() == column) ? field
					: new Field(field.getName(),
							new FieldType(true, field.getType(), field.getDictionary(), field.getMetadata()),
							field.getChildren()));
		}
		return new Schema(fields);
	}

	/**
	 * Returns the schema of the columns that the source has.
	 */
	Schema schema() {
		return new Schema(Arrays.stream(this.columns).mapToObj(this.table.getFields()::get).toList());
	}

	/**
	 * Tells whether the source has every column of the table.
	 */
	boolean isComplete() {
		return this.columns.length == this.table.getFields().size();
	}

	/**
	 * Returns where a column of the table stands in the rows, or a negative number.
	 */
	int indexOf(int column) {
		return Arrays.binarySearch(this.columns, column);
	}

	/**
	 * Returns the positions of the keys in the rows.
	 */
	int[] keys(List<String> names) {
		List<String> given = schema().getFields().stream().map(Field::getName).toList();
		return names.stream().mapToInt((name) -> {
			int index = given.indexOf(name);
			if (index < 0) {
				throw new InvalidInputException("The source rows of the merge-insert have no column '" + name
						+ "', which is a key; they have " + given);
			}
			return index;
		}).toArray();
	}

	/**
	 * Returns the keys of the rows that were left out, which the source has all the same.
	 * @param keys the positions of the keys in the rows
	 */
	MergeSource keysOfDropped(int[] keys) {
		int[] indexes = Arrays.stream(keys).sorted().distinct().toArray();
		Schema schema = new Schema(Arrays.stream(indexes).mapToObj(schema().getFields()::get).toList());
		List<@Nullable Object[]> values = projected(this.dropped, indexes);
		new RowChecker(schema).check(values);
		return new MergeSource(this.table, Arrays.stream(indexes).map((index) -> this.columns[index]).toArray(), values,
				List.of(), List.of());
	}

	/**
	 * Returns a row as the table takes it, with nulls where the source has no column.
	 */
	@Nullable Object[] whole(@Nullable Object[] row) {
		if (isComplete()) {
			return row;
		}
		@Nullable Object[] whole = new @Nullable Object[this.table.getFields().size()];
		for (int i = 0; i < row.length; i++) {
			whole[this.columns[i]] = row[i];
		}
		return whole;
	}

	/**
	 * Rows from outside.
	 *
	 * @param rows the values of each row in the order of the table's columns, unchecked;
	 * {@code null} where the source has no column
	 * @param columns the columns that the source has
	 */
	record Given(List<@Nullable Object[]> rows, BitSet columns) {

		/**
		 * Takes rows that have all columns.
		 */
		static Given whole(List<@Nullable Object[]> rows, Schema schema) {
			BitSet columns = new BitSet();
			columns.set(0, schema.getFields().size());
			return new Given(rows, columns);
		}

		/**
		 * Takes maps: the source has the columns that some of them names.
		 */
		static Given named(List<? extends Map<String, ? extends @Nullable Object>> rows, Schema schema) {
			List<@Nullable Object[]> arranged = new RowChecker(schema).arrange(rows);
			List<Field> fields = schema.getFields();
			BitSet columns = new BitSet();
			for (int i = 0; i < fields.size(); i++) {
				String name = fields.get(i).getName();
				columns.set(i, rows.isEmpty() || rows.stream().anyMatch((row) -> row.containsKey(name)));
			}
			return new Given(arranged, columns);
		}

		/**
		 * Arranges rows by the columns of a schema.
		 */
		@FunctionalInterface
		interface Reading {

			Given rows(Schema schema);

		}

	}

}

package io.fletch.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.RowChecker;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.data.schema.KeyTypes;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.ingest.RowBatches;
import io.fletch.store.mapping.ColumnRoles;

/**
 * Rows in memory, whose columns a table gets by key.
 */
final class JoinedRows {

	private final FieldPath leftOn;

	private final int rightOn;

	private final List<Field> fields;

	private final List<@Nullable Object[]> rows;

	private @Nullable Index index;

	private JoinedRows(FieldPath leftOn, int rightOn, List<Field> fields, List<@Nullable Object[]> rows) {
		this.leftOn = leftOn;
		this.rightOn = rightOn;
		this.fields = fields;
		this.rows = rows;
	}

	static JoinedRows read(RowSource source, String leftOn, String rightOn) {
		try (RowBatches batches = source.open(null)) {
			List<Field> fields = FieldIds.strip(batches.schema()).getFields();
			int key = position(fields, rightOn);
			List<@Nullable Object[]> rows = new ArrayList<>();
			for (List<@Nullable Object[]> batch = batches.next(); batch != null; batch = batches.next()) {
				rows.addAll(batch);
			}
			return new JoinedRows(new FieldPath(List.of(leftOn)), key, fields.stream().map(JoinedRows::column).toList(),
					rows);
		}
		catch (IOException ex) {
			throw new StoreException("The rows to be joined cannot be read: " + ex, ex);
		}
	}

	private static int position(List<Field> fields, String key) {
		List<String> names = fields.stream().map(Field::getName).toList();
		if (!names.contains(key)) {
			throw new InvalidInputException(
					"The rows to be joined have no column '" + key + "', which is the key; they have " + names);
		}
		if (names.size() == 1) {
			throw new InvalidInputException("The rows to be joined have only the key '" + key
					+ "'; give them the columns that the table shall get");
		}
		return names.indexOf(key);
	}

	/**
	 * Returns the field of a column in the table: null where no row has the key, and
	 * neither computed nor a key there.
	 */
	private static Field column(Field field) {
		Map<String, String> metadata = new HashMap<>(field.getMetadata());
		metadata.keySet()
			.removeAll(Set.of(ComputedColumns.EXPRESSION, ColumnRoles.PRIMARY_KEY, ColumnRoles.DEFINITION,
					ColumnRoles.REPLACES));
		return new Field(field.getName(), new FieldType(true, field.getType(), field.getDictionary(), metadata),
				field.getChildren());
	}

	/**
	 * Returns what fills the new columns.
	 */
	Map<String, AddColumns.Source> columns() {
		Map<String, AddColumns.Source> columns = new LinkedHashMap<>();
		for (int i = 0; i < this.fields.size(); i++) {
			if (i != this.rightOn) {
				int column = i;
				columns.put(this.fields.get(i).getName(),
						(present, name) -> new AddColumns.Values(this.fields.get(column),
								(batch, deleted) -> values(index(present), column, batch, deleted)));
			}
		}
		return columns;
	}

	private Index index(Schema table) {
		Index known = this.index;
		if (known == null || known.table() != table) {
			known = index(table, this.leftOn.in(table));
			this.index = known;
		}
		return known;
	}

	private Index index(Schema table, Field key) {
		if (!KeyTypes.areComparable(key)) {
			throw new InvalidInputException(
					"The column '" + this.leftOn + "' cannot be a key, as its type is " + ColumnType.of(key).label());
		}
		List<Field> typed = new ArrayList<>(this.fields);
		typed.set(this.rightOn, new Field(this.fields.get(this.rightOn).getName(),
				new FieldType(true, key.getType(), key.getDictionary(), key.getMetadata()), key.getChildren()));
		List<@Nullable Object[]> checked = this.rows.stream().map((row) -> row.clone()).toList();
		new RowChecker(new Schema(typed)).check(checked);
		Index made = new Index(table, table.getFields().indexOf(key), new HashMap<>(), new HashSet<>());
		for (@Nullable
		Object[] row : checked) {
			Object value = row[this.rightOn];
			if (value != null && made.rows().putIfAbsent(comparable(value), row) != null) {
				made.ambiguous().add(comparable(value));
			}
		}
		return made;
	}

	private @Nullable Object[] values(Index rowsByKey, int column, RowBatch batch, IntPredicate deleted) {
		ColumnReader keys = batch.columns().get(rowsByKey.key());
		@Nullable Object[] values = new @Nullable Object[batch.rowCount()];
		for (int row = 0; row < values.length; row++) {
			Object key = deleted.test(row) ? null : keys.get(row);
			@Nullable Object[] found = (key != null) ? rowsByKey.find(key) : null;
			values[row] = (found != null) ? found[column] : null;
		}
		return values;
	}

	/**
	 * Returns what equals another key where a merge-insert calls both the same.
	 */
	private static Object comparable(Object key) {
		return switch (key) {
			case byte[] bytes -> ByteBuffer.wrap(bytes);
			case Float number -> number + 0.0F;
			case Double number -> number + 0.0;
			default -> key;
		};
	}

	/**
	 * The rows by key, in the form that a table's keys have.
	 *
	 * @param table the schema of the table
	 * @param key the position of the key in it
	 * @param rows the first row of each key
	 * @param ambiguous the keys that several rows have
	 */
	private record Index(Schema table, int key, Map<Object, @Nullable Object[]> rows, Set<Object> ambiguous) {

		@Nullable Object @Nullable [] find(Object value) {
			Object comparable = comparable(value);
			if (this.ambiguous.contains(comparable)) {
				throw new InvalidInputException("Several of the rows to be joined have the key "
						+ ((value instanceof byte[] bytes) ? bytes.length + " bytes" : value)
						+ ", which a row of the table has too; give each key once");
			}
			return this.rows.get(comparable);
		}

	}

}

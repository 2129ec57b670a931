package io.fletch.store.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.error.InvalidInputException;

/**
 * Checks rows from outside against a schema and brings them into the form that
 * {@link BatchEncoder} takes.
 */
public final class RowChecker {

	private final List<Field> fields;

	private final List<ColumnType> types;

	private final Map<String, Integer> positions = new HashMap<>();

	/**
	 * Checks rows of a schema.
	 * @param schema the schema
	 */
	public RowChecker(Schema schema) {
		this.fields = schema.getFields();
		this.types = this.fields.stream().map(ColumnType::of).toList();
		for (int i = 0; i < this.fields.size(); i++) {
			this.positions.put(this.fields.get(i).getName(), i);
		}
	}

	/**
	 * Arranges the values of rows by column. A column that a row does not name is null.
	 * @param rows values by column name
	 * @return the values of each row in the order of the schema's fields, unchecked
	 * @throws InvalidInputException if a row names a column that is not in the schema
	 */
	public List<@Nullable Object[]> arrange(List<? extends Map<String, ? extends @Nullable Object>> rows) {
		List<@Nullable Object[]> arranged = new ArrayList<>(rows.size());
		for (Map<String, ? extends @Nullable Object> row : rows) {
			if (row == null) {
				throw new InvalidInputException("Row " + arranged.size() + " is null; leave it out, or give a map");
			}
			@Nullable Object[] values = new @Nullable Object[this.fields.size()];
			row.forEach((name, value) -> {
				Integer position = this.positions.get(name);
				if (position == null) {
					throw new InvalidInputException("Row " + arranged.size() + " has a column '" + name
							+ "' that the table does not have; its columns are "
							+ this.fields.stream().map(Field::getName).toList());
				}
				values[position] = value;
			});
			arranged.add(values);
		}
		return arranged;
	}

	/**
	 * Checks every value, and replaces it by the Java form of its type.
	 * @param rows the values of each row in the order of the schema's fields
	 * @throws InvalidInputException if a value does not fit its field
	 */
	public void check(List<@Nullable Object[]> rows) {
		for (int row = 0; row < rows.size(); row++) {
			@Nullable Object[] values = rows.get(row);
			for (int column = 0; column < values.length; column++) {
				values[column] = check(row, column, values[column]);
			}
		}
	}

	private @Nullable Object check(int row, int column, @Nullable Object value) {
		Field field = this.fields.get(column);
		if (value == null) {
			if (!field.isNullable()) {
				throw new InvalidInputException(
						"Row " + row + " has no value for the column '" + field.getName() + "', which cannot be null");
			}
			return null;
		}
		try {
			return this.types.get(column).take(value);
		}
		catch (MisfitException ex) {
			throw ex.inRow(row, field.getName());
		}
	}

}

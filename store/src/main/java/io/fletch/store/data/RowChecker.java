package io.fletch.store.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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

	private final Map<String, Integer> positions = new LinkedHashMap<>();

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
					throw unknown("Row " + arranged.size() + " has", row.keySet(), this.positions.keySet());
				}
				values[position] = value;
			});
			arranged.add(values);
		}
		return arranged;
	}

	/**
	 * Says that rows name columns that the table does not have: all of them at once.
	 * @param subject who has the columns, and the verb
	 * @param given the columns that are named
	 * @param known the columns of the table
	 * @return what to throw
	 */
	public static InvalidInputException unknown(String subject, Collection<?> given, Collection<String> known) {
		List<?> unknown = given.stream().filter((name) -> !(name instanceof String) || !known.contains(name)).toList();
		return new InvalidInputException(
				subject + ((unknown.size() == 1) ? " a column '" + unknown.getFirst() + "'" : " the columns " + unknown)
						+ " that the table does not have; its columns are " + known);
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
				values[column] = check(row, column, values);
			}
		}
	}

	private InvalidInputException missing(int row, @Nullable Object[] values) {
		List<String> missing = IntStream.range(0, values.length)
			.filter((column) -> values[column] == null && !this.fields.get(column).isNullable())
			.mapToObj((column) -> this.fields.get(column).getName())
			.toList();
		return new InvalidInputException("Row " + row + " has no value for the column"
				+ ((missing.size() == 1) ? " '" + missing.getFirst() + "'" : "s " + missing)
				+ ", which cannot be null");
	}

	private @Nullable Object check(int row, int column, @Nullable Object[] values) {
		Field field = this.fields.get(column);
		Object value = values[column];
		if (value == null) {
			if (!field.isNullable()) {
				throw missing(row, values);
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

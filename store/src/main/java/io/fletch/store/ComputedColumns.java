package io.fletch.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;

/**
 * Columns whose values are computed from others when somebody asks for it. The expression
 * stands in the metadata of the field.
 */
final class ComputedColumns {

	/** Metadata of a computed column: its expression in SQL. */
	static final String EXPRESSION = "fletch.computed";

	private ComputedColumns() {
	}

	static Field declare(Schema present, String name, String sql) {
		Expression expression = ExpressionParser.parse(sql, Map.of(), present);
		Field result = ExpressionParser.resultField(expression, present, name);
		Map<String, String> metadata = new HashMap<>(result.getMetadata());
		metadata.put(EXPRESSION, sql);
		return new Field(name, new FieldType(true, result.getType(), result.getDictionary(), metadata),
				result.getChildren());
	}

	/**
	 * Checks that no computed column reads a column.
	 */
	static void requireNotUsed(Schema schema, String column, String verb) {
		Schema without = new Schema(
				schema.getFields().stream().filter((field) -> !field.getName().equals(column)).toList());
		for (Field field : without.getFields()) {
			String sql = field.getMetadata().get(EXPRESSION);
			if (sql != null && !isExpressionOf(without, sql)) {
				throw new InvalidInputException(
						"The column '" + column + "' cannot be " + verb + ": the computed column '" + field.getName()
								+ "' reads it (" + sql + "); drop that one first");
			}
		}
	}

	private static boolean isExpressionOf(Schema schema, String sql) {
		try {
			ExpressionParser.parse(sql, Map.of(), schema);
			return true;
		}
		catch (InvalidInputException ex) {
			return false;
		}
	}

	/**
	 * Checks that a column is not computed.
	 */
	static void requireNotComputed(Field field) {
		if (field.getMetadata().containsKey(EXPRESSION)) {
			throw new InvalidInputException(
					"The column '" + field.getName() + "' is computed and cannot be written; refresh it instead");
		}
	}

	/**
	 * Checks that rows from outside have no values for computed columns.
	 */
	static void requireNone(Schema schema, List<@Nullable Object[]> rows) {
		List<Field> fields = schema.getFields();
		for (int i = 0; i < fields.size(); i++) {
			int column = i;
			if (fields.get(i).getMetadata().containsKey(EXPRESSION)
					&& rows.stream().anyMatch((row) -> row[column] != null)) {
				requireNotComputed(fields.get(i));
			}
		}
	}

}

package io.fletch.sample.operations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Expression;
import io.fletch.store.query.ExpressionSql;
import io.fletch.store.query.Hit;

/**
 * What is read of rows to show them: of texts the beginning, of bytes the number, as a
 * page of whole rows may be larger than memory.
 *
 * @param fields the columns
 */
record ShownValues(List<Field> fields) {

	/** What says that the bytes or the text of a column stand for something else. */
	private static final String EXTENSION = "ARROW:extension:name";

	ShownValues {
		fields = List.copyOf(fields);
	}

	static ShownValues of(Schema schema) {
		return new ShownValues(schema.getFields());
	}

	/** Returns the expressions to be read, by names that no column need have. */
	Map<String, String> expressions() {
		Map<String, String> expressions = new LinkedHashMap<>();
		for (int i = 0; i < this.fields.size(); i++) {
			expressions.put(name(i), ExpressionSql.of(expression(this.fields.get(i))));
		}
		return expressions;
	}

	private static Expression expression(Field field) {
		Expression column = Expression.column(field.getName());
		if (isBytes(field)) {
			return Expression.function("length", column);
		}
		return isText(field) ? Expression.function("left", column, ShownRow.LONGEST + 1) : column;
	}

	private static boolean isBytes(Field field) {
		return !field.getMetadata().containsKey(EXTENSION)
				&& (field.getType() instanceof ArrowType.Binary || field.getType() instanceof ArrowType.LargeBinary);
	}

	private static boolean isText(Field field) {
		return !field.getMetadata().containsKey(EXTENSION)
				&& (field.getType() instanceof ArrowType.Utf8 || field.getType() instanceof ArrowType.LargeUtf8);
	}

	private static String name(int index) {
		return "c" + index;
	}

	ShownRow shown(Hit<Map<String, @Nullable Object>> hit) {
		List<@Nullable String> values = new ArrayList<>();
		for (int i = 0; i < this.fields.size(); i++) {
			Object value = hit.row().get(name(i));
			values.add((value != null && isBytes(this.fields.get(i))) ? value + " bytes" : ShownRow.shown(value));
		}
		return new ShownRow(hit.rowId(), values);
	}

}

package io.fletch.store.expression.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.FieldTypes;
import io.fletch.store.query.Expression;

/**
 * Finds the columns that an expression names: as they are written, else without regard to
 * case.
 */
final class ColumnNames {

	private final List<Field> fields;

	private final ParsedText text;

	ColumnNames(Schema schema, ParsedText text) {
		this.fields = schema.getFields();
		this.text = text;
	}

	Typed resolve(Expression.Column column) {
		List<String> path = column.path();
		if (path.size() == 1 && path.getFirst().equalsIgnoreCase(ExpressionChecker.ROW_ID)
				&& find(this.fields, path.getFirst()) == null) {
			return new Typed(new Expression.Column(ExpressionChecker.ROW_ID), FieldTypes.of(FieldTypes.INT64, false));
		}
		Field field = find(this.fields, path.getFirst());
		if (field == null) {
			throw unknown(column, "the table has no column '" + path.getFirst() + "'" + reason(path.getFirst()),
					path.getFirst(), this.fields);
		}
		List<String> names = new ArrayList<>(List.of(field.getName()));
		boolean nullable = field.isNullable();
		for (String name : path.subList(1, path.size())) {
			Field child = (field.getType() instanceof ArrowType.Struct) ? find(field.getChildren(), name) : null;
			if (child == null) {
				throw unknown(column, "the column '" + String.join(".", names) + "' of type " + FieldTypes.label(field)
						+ " has no field '" + name + "'", name, field.getChildren());
			}
			names.add(child.getName());
			nullable |= child.isNullable();
			field = child;
		}
		return new Typed(new Expression.Column(names), FieldTypes.named(field.getName(), field, nullable));
	}

	private static String reason(String name) {
		return switch (name.toLowerCase(Locale.ROOT)) {
			case "_rowaddr", "_rowoffset" ->
				" (rows move when files are compacted, so only " + ExpressionChecker.ROW_ID + " tells a row for good)";
			case "_distance", "_score", "_relevance_score" -> " (only a search by vector or words has one)";
			default -> "";
		};
	}

	private RuntimeException unknown(Expression.Column column, String problem, String name, List<Field> candidates) {
		List<String> names = candidates.stream().map(Field::getName).toList();
		List<String> near = SqlNames.nearest(name, names);
		return this.text.invalid(column, problem + "; its columns are " + names
				+ (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
	}

	private static @Nullable Field find(List<Field> fields, String name) {
		Field insensitive = null;
		for (Field field : fields) {
			if (field.getName().equals(name)) {
				return field;
			}
			if (insensitive == null && field.getName().equalsIgnoreCase(name)) {
				insensitive = field;
			}
		}
		return insensitive;
	}

}

package io.fletch.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;
import io.fletch.store.query.ExpressionSql;

/**
 * What is read of the rows: all columns or some of them, fields inside columns, and the
 * id of the row.
 *
 * @param columns the names of the columns, or {@code null} for all
 * @param nested the paths of fields inside columns, by the names of their values
 * @param rowId whether the id of the row is a column
 * @param computed what is computed of rows, by the names of the values
 * @param order the names of the values in their order; others stand behind them
 */
record Projection(@Nullable List<String> columns, Map<String, FieldPath> nested, boolean rowId,
		Map<String, Expression> computed, List<String> order) {

	/** All columns, without the id of the row. */
	static final Projection ALL = new Projection(null, Map.of(), false, Map.of(), List.of());

	private static final ArrowType INT64 = new ArrowType.Int(Long.SIZE, true);

	/**
	 * Reads only what is named. The id of the row can be named, too.
	 * @param names the names of columns, or paths of fields inside columns
	 */
	Projection select(TableHandle handle, List<String> names) {
		return select(handle, names, handle.schema());
	}

	/**
	 * Reads only what is named.
	 * @param names the names of columns, of what a search tells, or paths of fields
	 * inside columns
	 * @param results the columns, and what the search tells
	 */
	Projection select(TableHandle handle, List<String> names, Schema results) {
		Schema schema = handle.schema();
		List<String> whole = new ArrayList<>();
		Map<String, FieldPath> inside = new LinkedHashMap<>();
		Map<String, Expression> told = new LinkedHashMap<>();
		List<String> order = new ArrayList<>();
		for (String name : names) {
			FieldPath path = ColumnName.path(name, schema);
			String column = path.names().getFirst();
			boolean isTold = ResultColumns.isScore(column) && results.getFields().size() > schema.getFields().size();
			order.add(path.isNested() ? name : column);
			if (path.isNested()) {
				path.in(schema);
				inside.put(name, path);
			}
			else if (isTold) {
				told.put(column, new Expression.Column(column));
			}
			else if (!column.equals(ReservedNames.ROW_ID)) {
				ReservedNames.requireColumn(column);
				handle.requireColumns(column);
				whole.add(column);
			}
		}
		return new Projection(whole, inside, this.rowId || order.contains(ReservedNames.ROW_ID), told, order);
	}

	/**
	 * Reads only what expressions give.
	 * @param expressions the expressions in SQL, by the names of their values
	 * @param parameters the values of parameters, each of which an expression has
	 * @param results the columns, and what the search tells
	 */
	Projection compute(Map<String, String> expressions, Map<String, ? extends @Nullable Object> parameters,
			Schema results) {
		Map<String, Expression> parsed = new LinkedHashMap<>();
		Set<String> unused = new LinkedHashSet<>(parameters.keySet());
		expressions.forEach((name, sql) -> {
			Map<String, @Nullable Object> own = new HashMap<>(parameters);
			own.keySet().retainAll(ExpressionParser.parameters(sql));
			unused.removeAll(own.keySet());
			Expression expression = ExpressionParser.parse(sql, own, results);
			if (!expression.equals(new Expression.Column(name))) {
				ReservedNames.requireFree(name);
			}
			parsed.put(name, expression);
		});
		if (!unused.isEmpty()) {
			throw new InvalidInputException("No expression of " + expressions + " has the parameters " + unused
					+ "; leave them away, or write them with a colon before");
		}
		return new Projection(List.of(), Map.of(), this.rowId, parsed, List.copyOf(parsed.keySet()));
	}

	/**
	 * Reads the fields of structs instead of structs.
	 * @param schema the columns
	 * @param levels how many levels of structs to take apart
	 */
	Projection flatten(Schema schema, int levels) {
		List<String> whole = new ArrayList<>();
		Map<String, FieldPath> inside = new LinkedHashMap<>();
		List<String> names = new ArrayList<>();
		for (Field field : schema.getFields()) {
			if (isWhole(field.getName())) {
				flatten(new FieldPath(List.of(field.getName())), field, levels, inside);
			}
		}
		this.nested.values().forEach((path) -> flatten(path, path.in(schema), levels, inside));
		List.copyOf(inside.entrySet()).forEach((entry) -> {
			names.add(entry.getKey());
			if (!entry.getValue().isNested()) {
				whole.add(entry.getKey());
				inside.remove(entry.getKey());
			}
		});
		return new Projection(whole, inside, this.rowId, this.computed, names);
	}

	private static void flatten(FieldPath path, Field field, int levels, Map<String, FieldPath> inside) {
		if (levels > 0 && field.getType() instanceof ArrowType.Struct && !field.getChildren().isEmpty()) {
			for (Field child : field.getChildren()) {
				List<String> names = new ArrayList<>(path.names());
				names.add(child.getName());
				flatten(new FieldPath(names), child, levels - 1, inside);
			}
		}
		else {
			inside.put(path.toString(), path);
		}
	}

	/**
	 * Returns the names of what is no column.
	 */
	Set<String> named() {
		Set<String> names = new LinkedHashSet<>(this.nested.keySet());
		names.addAll(this.computed.keySet());
		return names;
	}

	/**
	 * Makes the expressions ready.
	 * @param results the columns, and what the search tells
	 */
	Map<String, ExpressionEvaluator> evaluators(Schema results) {
		Map<String, ExpressionEvaluator> evaluators = new LinkedHashMap<>();
		this.computed.forEach((name, expression) -> evaluators.put(name, new ExpressionEvaluator(results, expression)));
		return evaluators;
	}

	Projection withRowId() {
		return new Projection(this.columns, this.nested, true, this.computed, this.order);
	}

	/**
	 * Tells whether only whole columns are read.
	 */
	boolean isPlain() {
		return this.nested.isEmpty() && !this.rowId && this.computed.isEmpty();
	}

	/**
	 * Returns for each column whether it is to be read.
	 */
	boolean[] read(Schema schema) {
		List<Field> fields = schema.getFields();
		boolean[] read = new boolean[fields.size()];
		Set<String> needed = new HashSet<>();
		this.nested.values().forEach((path) -> needed.add(path.names().getFirst()));
		this.computed.values().forEach((expression) -> needed.addAll(ExpressionParser.columns(expression)));
		for (int i = 0; i < read.length; i++) {
			String name = fields.get(i).getName();
			read[i] = isWhole(name) || needed.contains(name);
		}
		return read;
	}

	private boolean isWhole(String column) {
		return this.columns == null || this.columns.contains(column);
	}

	/**
	 * Returns a row by the names of its values: in the order in which they were selected,
	 * else the columns in the order of the schema, then the id.
	 */
	Map<String, @Nullable Object> toMap(@Nullable Object[] values, Schema schema, long id,
			Map<String, @Nullable Object> results) {
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		List<Field> fields = schema.getFields();
		for (int i = 0; i < values.length; i++) {
			if (isWhole(fields.get(i).getName())) {
				row.put(fields.get(i).getName(), values[i]);
			}
		}
		this.nested.forEach((name, path) -> row.put(name, path.value(values, schema)));
		row.putAll(results);
		if (this.rowId) {
			row.put(ReservedNames.ROW_ID, id);
		}
		return ordered(row);
	}

	private boolean isInOrder(Set<String> names) {
		Iterator<String> next = names.iterator();
		for (String name : this.order) {
			if (!next.hasNext() || !next.next().equals(name)) {
				return false;
			}
		}
		return true;
	}

	private <T extends @Nullable Object> Map<String, T> ordered(Map<String, T> values) {
		if (this.order.isEmpty() || isInOrder(values.keySet())) {
			return values;
		}
		Map<String, T> ordered = new LinkedHashMap<>();
		this.order.stream().filter(values::containsKey).forEach((name) -> ordered.put(name, values.get(name)));
		values.forEach(ordered::putIfAbsent);
		return ordered;
	}

	/**
	 * Returns the columns of the rows that {@link #toMap} makes.
	 * @param schema the columns of the table
	 * @param results the same, and what the search tells
	 */
	List<Field> fields(Schema schema, Schema results) {
		List<Field> fields = new ArrayList<>();
		schema.getFields().stream().filter((field) -> isWhole(field.getName())).forEach(fields::add);
		this.nested.forEach((name, path) -> fields.add(inner(name, path.in(schema))));
		this.computed
			.forEach((name, expression) -> fields.add(ExpressionParser.resultField(expression, results, name)));
		if (this.rowId) {
			fields.add(new Field(ReservedNames.ROW_ID, FieldType.notNullable(INT64), null));
		}
		Map<String, Field> named = new LinkedHashMap<>();
		fields.forEach((field) -> named.put(field.getName(), field));
		return List.copyOf(ordered(named).values());
	}

	/**
	 * Tells what is read, expressions as SQL.
	 */
	@Override
	public String toString() {
		List<String> read = new ArrayList<>((this.columns != null) ? this.columns : List.of("all columns"));
		read.addAll(this.nested.keySet());
		this.computed.forEach((name, expression) -> read.add(ExpressionSql.shortened(expression) + " AS " + name));
		if (this.rowId) {
			read.add(ReservedNames.ROW_ID);
		}
		return read.isEmpty() ? "no columns" : String.join(", ", read);
	}

	/**
	 * A field inside a struct is null where the struct is.
	 */
	private static Field inner(String name, Field field) {
		return new Field(name, new FieldType(true, field.getType(), field.getDictionary(), field.getMetadata()),
				field.getChildren());
	}

}

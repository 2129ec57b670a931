package io.fletch.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;

import io.fletch.store.Search;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Expression;

/**
 * Which rows are meant: those that satisfy all of these.
 *
 * @param expression what was given as an expression, or {@code null} for nothing
 * @param texts what was given in SQL
 */
record Conditions(@Nullable Expression expression, List<Text> texts) {

	static final Conditions NONE = new Conditions(null, List.of());

	Conditions and(Expression condition) {
		return new Conditions((this.expression != null) ? this.expression.and(condition) : condition, this.texts);
	}

	Conditions and(String sql, Map<String, ? extends @Nullable Object> parameters) {
		List<Text> more = new ArrayList<>(this.texts);
		more.add(new Text(sql, new HashMap<>(parameters)));
		return new Conditions(this.expression, List.copyOf(more));
	}

	<T extends Record> Search<T> in(Search<T> search) {
		Search<T> filtered = (this.expression != null) ? search.where(this.expression) : search;
		for (Text text : this.texts) {
			filtered = filtered.where(text.sql(), text.parameters());
		}
		return filtered;
	}

	long count(TypedTable<?> table) {
		if (this.texts.isEmpty()) {
			return (this.expression != null) ? table.countRows(this.expression) : table.countRows();
		}
		Text joined = joined();
		return table.countRows(joined.sql(), joined.parameters());
	}

	long delete(TypedTable<?> table) {
		if (this.texts.isEmpty()) {
			return table.delete((this.expression != null) ? this.expression : Expression.value(true)).deleted();
		}
		Text joined = joined();
		return table.delete(joined.sql(), joined.parameters()).deleted();
	}

	/**
	 * Joins all of this into one text; what is an expression is written as SQL.
	 */
	private Text joined() {
		Map<String, @Nullable Object> parameters = new HashMap<>();
		for (Text text : this.texts) {
			text.parameters().forEach((name, value) -> {
				if (parameters.containsKey(name)) {
					throw new InvalidDataAccessApiUsageException(
							"Two conditions have the parameter ':" + name + "'; give one of them another name");
				}
				parameters.put(name, value);
			});
		}
		Stream<String> before = (this.expression != null) ? Stream.of(this.expression.toSql()) : Stream.empty();
		String sql = Stream.concat(before, this.texts.stream().map(Text::sql))
			.map((part) -> "(" + part + ")")
			.collect(Collectors.joining(" AND "));
		return new Text(sql, parameters);
	}

	/**
	 * A condition in SQL.
	 *
	 * @param sql the text, with named parameters
	 * @param parameters their values
	 */
	record Text(String sql, Map<String, @Nullable Object> parameters) {
	}

}

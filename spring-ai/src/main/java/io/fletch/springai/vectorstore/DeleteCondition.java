package io.fletch.springai.vectorstore;

import java.util.HashMap;
import java.util.Map;

import org.springframework.ai.vectorstore.filter.Filter;

import io.fletch.store.query.Expression;

/**
 * A filter of Spring AI as a condition with parameters.
 *
 * @param sql the condition, which holds no value that came from outside but names in
 * quotes
 * @param parameters the values by name
 */
record DeleteCondition(String sql, Map<String, Object> parameters) {

	static DeleteCondition of(Filter.Expression filter) {
		Map<String, Object> parameters = new HashMap<>();
		Expression condition = new MetadataFilter((value) -> {
			String name = "p" + parameters.size();
			parameters.put(name, value);
			return new Expression.Parameter(name);
		}).condition(filter);
		return new DeleteCondition(condition.toSql(), parameters);
	}

}

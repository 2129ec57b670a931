package io.fletch.store.expression.parse;

import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.query.Expression;

/**
 * Resolves the names of a merge condition to columns of the table or of the rows that are
 * merged into it.
 */
final class MergeNames {

	static final String TARGET = "target";

	static final String SOURCE = "source";

	private final Schema target;

	private final Schema source;

	private final ParsedText text;

	MergeNames(Schema target, Schema source, ParsedText text) {
		this.target = target;
		this.source = source;
		this.text = text;
	}

	Expression qualify(Expression expression) {
		return ExpressionTree.replace(expression,
				(part) -> (part instanceof Expression.Column column) ? qualify(column) : part, this.text.positions());
	}

	private Expression qualify(Expression.Column column) {
		List<String> path = column.path();
		String first = path.getFirst();
		if (path.size() > 1 && (first.equalsIgnoreCase(TARGET) || first.equalsIgnoreCase(SOURCE))) {
			String side = first.equalsIgnoreCase(TARGET) ? TARGET : SOURCE;
			return prefixed(side, path.subList(1, path.size()));
		}
		boolean inTarget = has(this.target, first);
		boolean inSource = has(this.source, first);
		if (inTarget && inSource) {
			throw this.text.invalid(column, "the name '" + first + "' is ambiguous, as the table and the rows that are "
					+ "merged both have it; write target." + first + " or source." + first);
		}
		return prefixed(inSource ? SOURCE : TARGET, path);
	}

	private static boolean has(Schema schema, String name) {
		return schema.getFields().stream().map(Field::getName).anyMatch(name::equalsIgnoreCase);
	}

	private static Expression prefixed(String side, List<String> path) {
		List<String> prefixed = new ArrayList<>(path);
		prefixed.set(0, side + "." + path.getFirst());
		return new Expression.Column(prefixed);
	}

}

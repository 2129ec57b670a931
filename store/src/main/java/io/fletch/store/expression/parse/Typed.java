package io.fletch.store.expression.parse;

import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.Kind;
import io.fletch.store.query.Expression;
import io.fletch.store.query.ExpressionSql;

/**
 * An expression that was checked, with the type of its result.
 *
 * @param expression the expression
 * @param field the type of its result
 */
public record Typed(Expression expression, Field field) {

	Kind kind() {
		return Kind.of(this.field.getType());
	}

	boolean isLiteral() {
		return this.expression instanceof Expression.Literal;
	}

	/**
	 * Names the expression and its type in a message.
	 */
	String description() {
		return switch (this.expression) {
			case Expression.Column column ->
				"the column '" + String.join(".", column.path()) + "' of type " + FieldTypes.label(this.field);
			case Expression.Literal literal when literal.value() instanceof String text ->
				text + " (" + FieldTypes.label(this.field) + ")";
			default -> ExpressionSql.shortened(this.expression) + " (" + FieldTypes.label(this.field) + ")";
		};
	}

}

package io.fletch.store.query;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Builds larger expressions of smaller ones. What is no {@link Expression} stands for a
 * value.
 */
public sealed interface ExpressionBuilder permits Expression {

	private Expression self() {
		return (Expression) this;
	}

	/**
	 * Returns what stands for something that is given.
	 * @param given a value, or an expression
	 * @return the expression
	 */
	static Expression of(@Nullable Object given) {
		return (given instanceof Expression expression) ? expression : new Expression.Literal(given);
	}

	/**
	 * Returns what stands for things that are given.
	 * @param given values, or expressions
	 * @return the expressions
	 */
	static List<Expression> all(Collection<? extends @Nullable Object> given) {
		return given.stream().map(ExpressionBuilder::of).toList();
	}

	/**
	 * True where both are equal.
	 * @param other a value, or an expression
	 * @return the expression
	 */
	default Expression eq(@Nullable Object other) {
		return new Expression.Comparison(self(), Expression.Operator.EQ, of(other));
	}

	/**
	 * True where both differ.
	 * @param other a value, or an expression
	 * @return the expression
	 */
	default Expression ne(@Nullable Object other) {
		return new Expression.Comparison(self(), Expression.Operator.NE, of(other));
	}

	/**
	 * True where this is less.
	 * @param other a value, or an expression
	 * @return the expression
	 */
	default Expression lt(@Nullable Object other) {
		return new Expression.Comparison(self(), Expression.Operator.LT, of(other));
	}

	/**
	 * True where this is at most the other.
	 * @param other a value, or an expression
	 * @return the expression
	 */
	default Expression le(@Nullable Object other) {
		return new Expression.Comparison(self(), Expression.Operator.LE, of(other));
	}

	/**
	 * True where this is greater.
	 * @param other a value, or an expression
	 * @return the expression
	 */
	default Expression gt(@Nullable Object other) {
		return new Expression.Comparison(self(), Expression.Operator.GT, of(other));
	}

	/**
	 * True where this is at least the other.
	 * @param other a value, or an expression
	 * @return the expression
	 */
	default Expression ge(@Nullable Object other) {
		return new Expression.Comparison(self(), Expression.Operator.GE, of(other));
	}

	/**
	 * True where both differ or only one is null; never unknown.
	 * @param other a value, or an expression
	 * @return the expression
	 */
	default Expression isDistinctFrom(@Nullable Object other) {
		return new Expression.IsDistinct(self(), of(other));
	}

	/**
	 * True where this is one of some values.
	 * @param values values or expressions; may be empty
	 * @return the expression
	 */
	default Expression in(Collection<? extends @Nullable Object> values) {
		return new Expression.In(self(), all(values));
	}

	/**
	 * True where this is none of some values.
	 * @param values values or expressions; may be empty
	 * @return the expression
	 */
	default Expression notIn(Collection<? extends @Nullable Object> values) {
		return in(values).not();
	}

	/**
	 * True where this is within two values, both inclusive.
	 * @param least a value, or an expression
	 * @param most a value, or an expression
	 * @return the expression
	 */
	default Expression between(Object least, Object most) {
		return ge(least).and(le(most));
	}

	/**
	 * True where the text matches a pattern, in which {@code %} stands for any characters
	 * and {@code _} for one; a backslash takes the meaning from what follows.
	 * @param pattern the pattern
	 * @return the expression
	 */
	default Expression like(String pattern) {
		return new Expression.Like(self(), of(pattern), '\\', true);
	}

	/**
	 * As {@link #like}, without regard to case.
	 * @param pattern the pattern
	 * @return the expression
	 */
	default Expression ilike(String pattern) {
		return new Expression.Like(self(), of(pattern), '\\', false);
	}

	/**
	 * True where this is null; never unknown.
	 * @return the expression
	 */
	default Expression isNull() {
		return new Expression.IsNull(self());
	}

	/**
	 * True where this is not null; never unknown.
	 * @return the expression
	 */
	default Expression isNotNull() {
		return isNull().not();
	}

	/**
	 * True where this condition is true, false where it is false or unknown.
	 * @return the expression
	 */
	default Expression isTrue() {
		return new Expression.Is(self(), true);
	}

	/**
	 * True where this condition is false, false where it is true or unknown.
	 * @return the expression
	 */
	default Expression isFalse() {
		return new Expression.Is(self(), false);
	}

	/**
	 * True where both conditions are.
	 * @param condition another condition
	 * @return the expression
	 */
	default Expression and(Expression condition) {
		return new Expression.And(self(), condition);
	}

	/**
	 * True where one condition is.
	 * @param condition another condition
	 * @return the expression
	 */
	default Expression or(Expression condition) {
		return new Expression.Or(self(), condition);
	}

	/**
	 * True where this condition is false.
	 * @return the expression
	 */
	default Expression not() {
		return new Expression.Not(self());
	}

	/**
	 * The sum.
	 * @param other a value, or an expression
	 * @return the expression
	 */
	default Expression plus(Object other) {
		return new Expression.Arithmetic(self(), Expression.Operation.ADD, of(other));
	}

	/**
	 * The difference.
	 * @param other a value, or an expression
	 * @return the expression
	 */
	default Expression minus(Object other) {
		return new Expression.Arithmetic(self(), Expression.Operation.SUBTRACT, of(other));
	}

	/**
	 * The product.
	 * @param other a value, or an expression
	 * @return the expression
	 */
	default Expression times(Object other) {
		return new Expression.Arithmetic(self(), Expression.Operation.MULTIPLY, of(other));
	}

	/**
	 * The quotient; of integers without its fraction.
	 * @param other a value, or an expression
	 * @return the expression
	 */
	default Expression dividedBy(Object other) {
		return new Expression.Arithmetic(self(), Expression.Operation.DIVIDE, of(other));
	}

	/**
	 * The remainder, with the sign of this.
	 * @param other a value, or an expression
	 * @return the expression
	 */
	default Expression remainder(Object other) {
		return new Expression.Arithmetic(self(), Expression.Operation.REMAINDER, of(other));
	}

	/**
	 * The negation of a number.
	 * @return the expression
	 */
	default Expression negated() {
		return call("negative");
	}

	/**
	 * A field of a struct.
	 * @param name the name of the field
	 * @return the expression
	 */
	default Expression field(String name) {
		return call("get_field", name);
	}

	/**
	 * An element of a list, or the value of a key in a map; null if there is none.
	 * @param place the number of the element from 1, or from -1 backwards; or the key
	 * @return the expression
	 */
	default Expression element(Object place) {
		return call("element", place);
	}

	/**
	 * True where a list holds an element.
	 * @param element the element
	 * @return the expression
	 */
	default Expression has(Object element) {
		return call("array_has", element);
	}

	/**
	 * True where a list holds one of some elements.
	 * @param elements the elements
	 * @return the expression
	 */
	default Expression hasAny(Collection<?> elements) {
		return call("array_has_any", elements);
	}

	/**
	 * True where a list holds each of some elements.
	 * @param elements the elements
	 * @return the expression
	 */
	default Expression hasAll(Collection<?> elements) {
		return call("array_has_all", elements);
	}

	/**
	 * The number of characters of a text, or of bytes.
	 * @return the expression
	 */
	default Expression length() {
		return call("length");
	}

	/**
	 * The text in lower case.
	 * @return the expression
	 */
	default Expression lower() {
		return call("lower");
	}

	/**
	 * The text in upper case.
	 * @return the expression
	 */
	default Expression upper() {
		return call("upper");
	}

	/**
	 * True where a text holds another.
	 * @param part the other text
	 * @return the expression
	 */
	default Expression contains(String part) {
		return call("contains", part);
	}

	/**
	 * True where a text begins with another.
	 * @param start the other text
	 * @return the expression
	 */
	default Expression startsWith(String start) {
		return call("starts_with", start);
	}

	/**
	 * True where a text ends with another.
	 * @param end the other text
	 * @return the expression
	 */
	default Expression endsWith(String end) {
		return call("ends_with", end);
	}

	/**
	 * True where a regular expression is found anywhere in a text.
	 * @param regularExpression the expression, in the syntax of RE2
	 * @return the expression
	 */
	default Expression matches(String regularExpression) {
		return call("regexp_like", regularExpression);
	}

	/**
	 * This, or something else where this is null.
	 * @param other a value, or an expression
	 * @return the expression
	 */
	default Expression orElse(Object other) {
		return call("coalesce", other);
	}

	/**
	 * This in another type. What the type cannot hold is an error.
	 * @param type the type; its name does not matter
	 * @return the expression
	 */
	default Expression cast(Field type) {
		return new Expression.Cast(self(), type, false);
	}

	/**
	 * This in another type, and null where it cannot be.
	 * @param type the type; its name does not matter
	 * @return the expression
	 */
	default Expression tryCast(Field type) {
		return new Expression.Cast(self(), type, true);
	}

	/**
	 * Calls any function of {@code docs/filters.md} with this as its first argument.
	 * @param function the name of the function
	 * @param more the other arguments, expressions or values
	 * @return the expression
	 */
	default Expression call(String function, @Nullable Object... more) {
		return Expression.function(function, Stream.concat(Stream.of(self()), Arrays.stream(more)).toArray());
	}

	/**
	 * Writes this as SQL, for methods that take text.
	 * @return text that gives the same expression when it is parsed
	 */
	default String toSql() {
		return ExpressionSql.of(self());
	}

}

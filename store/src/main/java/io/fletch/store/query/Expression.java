package io.fletch.store.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * What is computed from a row: a tree of columns, values and operations. Conditions are
 * expressions with the results true, false and null, where null stands for unknown. Begin
 * with {@link #column} or {@link #value}, and go on with the methods of
 * {@link ExpressionBuilder}.
 */
public sealed interface Expression extends ExpressionBuilder {

	/**
	 * The value of a column, or of a field inside a column.
	 * @param path the name of the column, then the names of nested fields
	 * @return the expression
	 */
	static Expression column(String... path) {
		if (path.length == 0) {
			throw new IllegalArgumentException("A column has a name; give it, and those of the fields inside it");
		}
		return new Column(List.of(path));
	}

	/**
	 * The value of the column that a component of a record is stored in.
	 * @param component the accessor of the component, for example {@code Article::lang}
	 * @param <R> the record
	 * @param <V> the type of the component
	 * @return the expression
	 * @throws IllegalArgumentException if it is no reference to an accessor
	 */
	static <R extends Record, V extends @Nullable Object> Expression column(RecordComponent<R, V> component) {
		return new Column(ComponentName.of(component).column());
	}

	/**
	 * A value.
	 * @param value a Boolean, number, text, enum, UUID, byte[], date or time of
	 * java.time, Period, Duration, list, array or Map, or {@code null}
	 * @return the expression
	 */
	static Expression value(@Nullable Object value) {
		return new Literal(value);
	}

	/**
	 * Calls a function of {@code docs/filters.md}.
	 * @param name the name of the function
	 * @param arguments expressions, or values
	 * @return the expression
	 */
	static Expression function(String name, @Nullable Object... arguments) {
		return new Call(name.toLowerCase(Locale.ROOT), ExpressionBuilder.all(Arrays.asList(arguments)));
	}

	/**
	 * Begins a choice: the result of the first branch whose condition is true, else null.
	 * Add branches and another result with {@link Case#when} and
	 * {@link Case#otherwise(Object)}.
	 * @param condition when to take the first branch
	 * @param result its result, an expression or a value
	 * @return the expression
	 */
	static Case when(Expression condition, @Nullable Object result) {
		return new Case(List.of(new Branch(condition, ExpressionBuilder.of(result))), new Literal(null));
	}

	/**
	 * The value of a column, or of a field inside a column.
	 *
	 * @param path the name of the column, then the names of nested fields
	 */
	record Column(List<String> path) implements Expression {

		public Column {
			path = List.copyOf(path);
		}

		/**
		 * A column that is not nested.
		 * @param name the name of the column
		 */
		public Column(String name) {
			this(List.of(name));
		}

	}

	/**
	 * A value.
	 *
	 * @param value a Boolean, number, String, byte[], date or time of java.time,
	 * Interval, list, vector, or Map by field name, or {@code null}
	 */
	record Literal(@Nullable Object value) implements Expression {
	}

	/**
	 * A value that is given later. Nothing is evaluated before it is replaced by a
	 * {@link Literal}.
	 *
	 * @param name the name, without colon
	 */
	record Parameter(String name) implements Expression {
	}

	/**
	 * Compares two values; unknown where one is null.
	 *
	 * @param left a value
	 * @param operator how to compare
	 * @param right a value
	 */
	record Comparison(Expression left, Operator operator, Expression right) implements Expression {
	}

	/**
	 * True where the values differ or only one is null; never unknown.
	 *
	 * @param left a value
	 * @param right a value
	 */
	record IsDistinct(Expression left, Expression right) implements Expression {
	}

	/**
	 * True where the operand equals one of the values; unknown where it is null, or
	 * equals none and one of them is null.
	 *
	 * @param operand a value
	 * @param values the values
	 */
	record In(Expression operand, List<Expression> values) implements Expression {

		public In {
			values = List.copyOf(values);
		}

	}

	/**
	 * Matches a text with a pattern, in which {@code %} stands for any characters,
	 * {@code _} for one, and the escape character takes the meaning from what follows.
	 *
	 * @param operand a text
	 * @param pattern the pattern
	 * @param escape the escape character, as a code point
	 * @param caseSensitive whether case matters
	 */
	record Like(Expression operand, Expression pattern, int escape, boolean caseSensitive) implements Expression {
	}

	/**
	 * True where the operand is null, false elsewhere.
	 *
	 * @param operand a value
	 */
	record IsNull(Expression operand) implements Expression {
	}

	/**
	 * True where a condition has a truth value, false elsewhere; never unknown.
	 *
	 * @param operand a condition
	 * @param value the truth value
	 */
	record Is(Expression operand, boolean value) implements Expression {
	}

	/**
	 * True where both are.
	 *
	 * @param left a condition
	 * @param right a condition
	 */
	record And(Expression left, Expression right) implements Expression {
	}

	/**
	 * True where one is.
	 *
	 * @param left a condition
	 * @param right a condition
	 */
	record Or(Expression left, Expression right) implements Expression {
	}

	/**
	 * True where the condition is false.
	 *
	 * @param operand a condition
	 */
	record Not(Expression operand) implements Expression {
	}

	/**
	 * Calculates; null where one side is null.
	 *
	 * @param left a value
	 * @param operation what to calculate
	 * @param right a value
	 */
	record Arithmetic(Expression left, Operation operation, Expression right) implements Expression {
	}

	/**
	 * The result of the first branch whose condition is true.
	 *
	 * @param branches the branches
	 * @param otherwise the result where no condition is true
	 */
	record Case(List<Branch> branches, Expression otherwise) implements Expression {

		public Case {
			branches = List.copyOf(branches);
		}

		/**
		 * Adds a branch.
		 * @param condition when to take it, if none before is taken
		 * @param result its result, an expression or a value
		 * @return the choice with the branch
		 */
		public Case when(Expression condition, @Nullable Object result) {
			List<Branch> more = new ArrayList<>(this.branches);
			more.add(new Branch(condition, ExpressionBuilder.of(result)));
			return new Case(more, this.otherwise);
		}

		/**
		 * Sets the result where no condition is true.
		 * @param result the result, an expression or a value
		 * @return the choice with that result
		 */
		public Case otherwise(@Nullable Object result) {
			return new Case(this.branches, ExpressionBuilder.of(result));
		}

	}

	/**
	 * A branch of a {@link Case}.
	 *
	 * @param condition when to take it
	 * @param result the result
	 */
	record Branch(Expression condition, Expression result) {
	}

	/**
	 * Converts a value.
	 *
	 * @param operand a value
	 * @param type the type of the result
	 * @param orNull whether the result is null, and not an error, where the value cannot
	 * be converted
	 */
	record Cast(Expression operand, Field type, boolean orNull) implements Expression {
	}

	/**
	 * Calls a function.
	 *
	 * @param function the name of the function, in lower case
	 * @param arguments the arguments
	 */
	record Call(String function, List<Expression> arguments) implements Expression {

		public Call {
			arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
		}

	}

	/**
	 * How two values are compared.
	 */
	enum Operator {

		/** Equal. */
		EQ,

		/** Not equal. */
		NE,

		/** Less than. */
		LT,

		/** At most. */
		LE,

		/** Greater than. */
		GT,

		/** At least. */
		GE;

		/**
		 * Tells whether a comparison holds.
		 * @param order negative, zero or positive, as of
		 * {@link Comparable#compareTo(Object)}
		 * @return whether it holds
		 */
		public boolean holds(int order) {
			return switch (this) {
				case EQ -> order == 0;
				case NE -> order != 0;
				case LT -> order < 0;
				case LE -> order <= 0;
				case GT -> order > 0;
				case GE -> order >= 0;
			};
		}

		/**
		 * Returns the operator that holds for swapped sides.
		 * @return the mirrored operator
		 */
		public Operator mirrored() {
			return switch (this) {
				case EQ, NE -> this;
				case LT -> GT;
				case LE -> GE;
				case GT -> LT;
				case GE -> LE;
			};
		}

	}

	/**
	 * What is calculated from two values.
	 */
	enum Operation {

		/** The sum. */
		ADD,

		/** The difference. */
		SUBTRACT,

		/** The product. */
		MULTIPLY,

		/** The quotient; of integers without its fraction. */
		DIVIDE,

		/** The remainder, with the sign of the dividend. */
		REMAINDER

	}

}

package io.fletch.store.expression.function;

import java.util.List;
import java.util.Set;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.Kind;

/**
 * A function of expressions.
 *
 * @param name its name
 * @param parameters what it takes; the last may be repeated if it is variadic
 * @param required how many arguments it needs at least
 * @param result the type of its result
 * @param kernel computes the result
 * @param traits how it treats nulls and repeated arguments
 */
public record FunctionDefinition(String name, List<Parameter> parameters, int required, Result result, Kernel kernel,
		Set<Trait> traits) {

	public boolean isStrict() {
		return !this.traits.contains(Trait.TAKES_NULL);
	}

	public boolean isVariadic() {
		return this.traits.contains(Trait.VARIADIC);
	}

	boolean isConstant() {
		return !this.traits.contains(Trait.VOLATILE);
	}

	public Parameter parameter(int position) {
		return this.parameters.get(Math.min(position, this.parameters.size() - 1));
	}

	/**
	 * Returns the same function with fewer required arguments.
	 */
	FunctionDefinition requiring(int count) {
		return new FunctionDefinition(this.name, this.parameters, count, this.result, this.kernel, this.traits);
	}

	FunctionDefinition with(Trait... added) {
		return new FunctionDefinition(this.name, this.parameters, this.required, this.result, this.kernel,
				Set.of(added));
	}

	static FunctionDefinition of(String name, Result result, Kernel kernel, Parameter... parameters) {
		return new FunctionDefinition(name, List.of(parameters), parameters.length, result, kernel, Set.of());
	}

	static Result type(ArrowType type) {
		return (arguments) -> FieldTypes.of(type, false);
	}

	static Result nullable(ArrowType type) {
		return (arguments) -> FieldTypes.of(type, true);
	}

	/**
	 * The type of the first argument.
	 */
	static Result first() {
		return (arguments) -> FieldTypes.named("", arguments.getFirst(), false);
	}

	/**
	 * What an argument must be.
	 */
	public enum Parameter {

		/** Anything. */
		ANY,

		/** Anything; all such arguments are brought to one type. */
		SAME,

		/** Something with an order; all such arguments are brought to one type. */
		ORDERED,

		/** A condition. */
		BOOLEAN,

		/** An integer. */
		INTEGER,

		/** Any number. */
		NUMBER,

		/** A text. */
		TEXT,

		/** A text that is a literal or parameter. */
		CONSTANT_TEXT,

		/** A text that is a regular expression. */
		PATTERN,

		/** A text that says how a date or timestamp is written. */
		FORMAT,

		/** A text that is a path in JSON or the name of a member, or an integer. */
		PLACE,

		/** A text or bytes. */
		TEXT_OR_BINARY,

		/** A text or an integer. */
		KEY,

		/** A list or vector. */
		LIST,

		/** An element of the list that is the first argument. */
		ELEMENT,

		/** A list like the first argument. */
		SAME_LIST,

		/** A date or timestamp, or a text that is one. */
		MOMENT,

		/**
		 * A date, a timestamp or a time of day, or a text that is one of the first two.
		 */
		MOMENT_OR_TIME;

		/**
		 * Checks what is known before any row is read.
		 * @param text the value of a literal
		 * @throws IllegalArgumentException if it is malformed
		 */
		public void check(String text) {
			switch (this) {
				case PATTERN -> RegularExpressions.find("", text, "");
				case FORMAT -> TimeFormat.of(text);
				case PLACE -> JsonPath.parse(text);
				default -> {
				}
			}
		}

	}

	/**
	 * How a function differs from most.
	 */
	enum Trait {

		/** Is called with nulls; others are null where an argument is. */
		TAKES_NULL,

		/** Takes its last argument any number of times. */
		VARIADIC,

		/** Gives another result with each call. */
		VOLATILE

	}

	/**
	 * Determines the type of a result.
	 */
	@FunctionalInterface
	public interface Result {

		/**
		 * Returns the type.
		 * @param arguments the types of the arguments
		 * @return the type; nullable if the result can be null though no argument is
		 * @throws IllegalArgumentException if there is none for these arguments
		 */
		Field of(List<Field> arguments);

	}

	/**
	 * Computes a result.
	 */
	@FunctionalInterface
	public interface Kernel {

		/**
		 * Computes a result of values in the forms of {@link Kind}.
		 * @param arguments the arguments
		 * @return the result
		 * @throws ArithmeticException if it is too large, or by division by zero
		 * @throws IllegalArgumentException if an argument cannot be
		 */
		@Nullable Object apply(@Nullable Object[] arguments);

	}

}

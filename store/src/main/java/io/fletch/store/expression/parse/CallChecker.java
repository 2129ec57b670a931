package io.fletch.store.expression.parse;

import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.Casts;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.Kind;
import io.fletch.store.expression.function.FunctionDefinition;
import io.fletch.store.expression.function.FunctionDefinition.Parameter;
import io.fletch.store.expression.function.Functions;
import io.fletch.store.expression.function.TimeFunctions;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Expression.Operator;

/**
 * Checks the calls of functions: their names, and the number and types of arguments.
 */
final class CallChecker {

	private final ExpressionChecker expressions;

	private final ParsedText text;

	CallChecker(ExpressionChecker expressions, ParsedText text) {
		this.expressions = expressions;
		this.text = text;
	}

	Typed check(Expression.Call call) {
		FunctionDefinition function = Functions.find(call.function());
		if (function == null) {
			List<String> near = SqlNames.nearest(call.function(), Functions.names());
			throw this.text.invalid(call, "there is no function '" + call.function() + "'" + (near.isEmpty()
					? "; see docs/filters.md for the functions" : "; did you mean " + String.join(" or ", near) + "?"));
		}
		requireCount(call, function);
		List<Typed> arguments = new ArrayList<>();
		for (Expression argument : call.arguments()) {
			arguments.add(this.expressions.check(argument));
		}
		if (function.name().equals("element") || function.name().equals("get_field")) {
			Typed field = field(call, arguments);
			if (field != null) {
				return field;
			}
		}
		return typed(call, function, matched(call, function, arguments));
	}

	private void requireCount(Expression.Call call, FunctionDefinition function) {
		int count = call.arguments().size();
		int most = function.isVariadic() ? Integer.MAX_VALUE : function.parameters().size();
		if (count < function.required() || count > most) {
			String expected = (function.required() == most) ? String.valueOf(most)
					: function.required() + " to " + ((most == Integer.MAX_VALUE) ? "any number of" : most);
			throw this.text.invalid(call,
					"the function '" + call.function() + "' takes " + expected + " arguments, not " + count);
		}
	}

	private Typed typed(Expression.Call call, FunctionDefinition function, List<Typed> arguments) {
		List<Field> fields = new ArrayList<>();
		for (int i = 0; i < arguments.size(); i++) {
			fields.add(arguments.get(i).field());
		}
		if (function.name().equals("named_struct")) {
			nameFields(call, arguments, fields);
		}
		try {
			if (function.name().equals("date_part")) {
				requirePart(arguments);
			}
			Field result = function.result().of(fields);
			boolean nullable = result.isNullable()
					|| function.isStrict() && fields.stream().anyMatch(Field::isNullable);
			return new Typed(new Expression.Call(function.name(), arguments.stream().map(Typed::expression).toList()),
					FieldTypes.named("", result, nullable));
		}
		catch (IllegalArgumentException ex) {
			throw this.text.invalid(call,
					"the function '" + call.function() + "' cannot be called so: " + ex.getMessage());
		}
	}

	private static void requirePart(List<Typed> arguments) {
		Kind kind = arguments.get(1).kind();
		boolean isTime = kind == Kind.TIME;
		if ((isTime || kind.isPointInTime())
				&& arguments.getFirst().expression() instanceof Expression.Literal(String part)) {
			TimeFunctions.requirePart(part, isTime);
		}
	}

	/**
	 * Gives the arguments that are names of fields these names, for the type of the
	 * struct.
	 */
	private void nameFields(Expression.Call call, List<Typed> arguments, List<Field> fields) {
		for (int i = 0; i < arguments.size(); i += 2) {
			if (!(arguments.get(i).expression() instanceof Expression.Literal(String name))) {
				throw this.text.invalid(call,
						"the names in named_struct are texts such as 'a', not " + arguments.get(i).description());
			}
			fields.set(i, FieldTypes.named(name, fields.get(i), false));
		}
	}

	/**
	 * Reads a field of a struct by its name: as a column where the struct is one.
	 */
	private @Nullable Typed field(Expression.Call call, List<Typed> arguments) {
		Typed struct = arguments.getFirst();
		if (struct.kind() != Kind.STRUCT) {
			return null;
		}
		if (!(arguments.get(1).expression() instanceof Expression.Literal(String name))) {
			throw this.text.invalid(call,
					"a field of a struct has a name such as 'a', not " + arguments.get(1).description());
		}
		if (struct.expression() instanceof Expression.Column column) {
			List<String> path = new ArrayList<>(column.path());
			path.add(name);
			return this.expressions.check(new Expression.Column(path));
		}
		Field child = struct.field()
			.getChildren()
			.stream()
			.filter((field) -> field.getName().equals(name))
			.findFirst()
			.orElseThrow(() -> this.text.invalid(call, struct.description() + " has no field '" + name + "'"));
		return new Typed(new Expression.Call("get_field", List.of(struct.expression(), arguments.get(1).expression())),
				FieldTypes.named("", child, true));
	}

	private List<Typed> matched(Expression.Call call, FunctionDefinition function, List<Typed> arguments) {
		List<Typed> matched = new ArrayList<>(arguments);
		List<Integer> same = new ArrayList<>();
		for (int i = 0; i < arguments.size(); i++) {
			Parameter parameter = function.parameter(i);
			if (parameter == Parameter.SAME || parameter == Parameter.ORDERED) {
				same.add(i);
			}
			matched.set(i, matched(call, parameter, matched, i));
		}
		List<Typed> unified = this.expressions.unify(call, same.stream().map(matched::get).toList());
		for (int i = 0; i < same.size(); i++) {
			matched.set(same.get(i), unified.get(i));
		}
		return matched;
	}

	private Typed matched(Expression.Call call, Parameter parameter, List<Typed> arguments, int position) {
		Typed argument = arguments.get(position);
		Kind kind = argument.kind();
		boolean fits = kind == Kind.NULL || switch (parameter) {
			case ANY, SAME -> true;
			case ORDERED -> kind.isNumber() || kind.isPointInTime() || kind == Kind.TEXT || kind == Kind.BOOLEAN
					|| kind == Kind.TIME || kind == Kind.BINARY || kind == Kind.DURATION;
			case BOOLEAN -> kind == Kind.BOOLEAN;
			case INTEGER -> kind == Kind.INTEGER;
			case NUMBER -> kind.isNumber();
			case TEXT, PATTERN -> kind == Kind.TEXT;
			case CONSTANT_TEXT, FORMAT -> kind == Kind.TEXT && argument.isLiteral();
			case TEXT_OR_BINARY -> kind == Kind.TEXT || kind == Kind.BINARY;
			case KEY, PLACE -> kind == Kind.TEXT || kind == Kind.INTEGER;
			case LIST -> kind == Kind.LIST;
			case ELEMENT -> true;
			case SAME_LIST -> kind == Kind.LIST;
			case MOMENT -> kind.isPointInTime() || kind == Kind.TEXT && argument.isLiteral();
			case MOMENT_OR_TIME ->
				kind.isPointInTime() || kind == Kind.TIME || kind == Kind.TEXT && argument.isLiteral();
		};
		if (!fits) {
			throw this.text.invalid(call, "the function '" + call.function() + "' takes " + label(parameter)
					+ " as argument " + (position + 1) + ", not " + argument.description());
		}
		if (argument.expression() instanceof Expression.Literal(String value)) {
			requireWellFormed(call, parameter, position, value);
		}
		return switch (parameter) {
			case MOMENT, MOMENT_OR_TIME -> (kind == Kind.TEXT)
					? this.expressions.convert(call, argument, FieldTypes.of(FieldTypes.DATETIME, false)) : argument;
			case ELEMENT -> element(call, arguments.getFirst(), argument);
			case SAME_LIST -> elements(call, arguments.getFirst(), argument);
			default -> argument;
		};
	}

	private void requireWellFormed(Expression.Call call, Parameter parameter, int position, String value) {
		try {
			parameter.check(value);
		}
		catch (IllegalArgumentException ex) {
			throw this.text.invalid(call.arguments().get(position), String.valueOf(ex.getMessage()));
		}
	}

	private Typed element(Expression.Call call, Typed list, Typed element) {
		if (list.kind() == Kind.NULL) {
			return element;
		}
		Typed member = new Typed(new Expression.Call("element", List.of(list.expression(), new Expression.Literal(1L))),
				list.field().getChildren().getFirst());
		return this.expressions.comparable(call, member, element, Operator.EQ).right();
	}

	private Typed elements(Expression.Call call, Typed list, Typed wanted) {
		if (list.kind() == Kind.NULL || wanted.kind() == Kind.NULL) {
			return wanted;
		}
		Field listElement = list.field().getChildren().getFirst();
		Field wantedElement = wanted.field().getChildren().getFirst();
		boolean texts = wanted.isLiteral() && Kind.of(wantedElement.getType()) == Kind.TEXT;
		if (texts && Casts.isPossible(Kind.TEXT, Kind.of(listElement.getType()))
				&& (Kind.of(listElement.getType()).isPointInTime())) {
			return this.expressions.convert(call, wanted, FieldTypes.listOf(listElement));
		}
		if (FieldTypes.common(list.field(), wanted.field()) == null) {
			throw this.text.invalid(call, list.description() + " cannot be compared with " + wanted.description());
		}
		return wanted;
	}

	private static String label(Parameter parameter) {
		return switch (parameter) {
			case ANY, SAME, ELEMENT -> "anything";
			case ORDERED -> "something with an order";
			case BOOLEAN -> "a condition";
			case INTEGER -> "an integer";
			case NUMBER -> "a number";
			case TEXT, PATTERN -> "a text";
			case CONSTANT_TEXT, FORMAT -> "a text that is a literal or a parameter";
			case TEXT_OR_BINARY -> "a text or bytes";
			case KEY, PLACE -> "a text or an integer";
			case LIST, SAME_LIST -> "a list";
			case MOMENT -> "a date or timestamp";
			case MOMENT_OR_TIME -> "a date, time or timestamp";
		};
	}

}

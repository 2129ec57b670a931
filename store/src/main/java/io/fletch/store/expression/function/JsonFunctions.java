package io.fletch.store.expression.function;

import java.util.List;
import java.util.Objects;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.function.FunctionDefinition.Kernel;
import io.fletch.store.expression.function.FunctionDefinition.Parameter;

/**
 * Functions on JSON text. A place in it is a path such as {@code $.a[0].b}, the name of a
 * member, or the number of an element from 0. What is not there, or is no JSON, is null.
 */
final class JsonFunctions {

	private JsonFunctions() {
	}

	static List<FunctionDefinition> definitions() {
		return List.of(getter("json_extract", FieldTypes.UTF8, (a) -> json(a).raw()),
				getter("json_get", FieldTypes.UTF8, (a) -> json(a).raw()),
				getter("json_get_string", FieldTypes.UTF8, (a) -> json(a).text()),
				getter("json_get_int", FieldTypes.INT64, (a) -> json(a).integer()),
				getter("json_get_float", FieldTypes.FLOAT64, (a) -> json(a).real()),
				getter("json_get_bool", FieldTypes.BOOL, (a) -> json(a).flag()),
				FunctionDefinition.of("json_exists", FunctionDefinition.type(FieldTypes.BOOL), (a) -> json(a).exists(),
						Parameter.TEXT, Parameter.PLACE),
				FunctionDefinition
					.of("json_array_length", FunctionDefinition.nullable(FieldTypes.INT64), (a) -> json(a).length(),
							Parameter.TEXT, Parameter.PLACE)
					.requiring(1),
				FunctionDefinition.of("json_array_contains", FunctionDefinition.nullable(FieldTypes.BOOL),
						JsonFunctions::contains, Parameter.TEXT, Parameter.PLACE, Parameter.ANY));
	}

	private static FunctionDefinition getter(String name, ArrowType type, Kernel kernel) {
		return FunctionDefinition.of(name, FunctionDefinition.nullable(type), kernel, Parameter.TEXT, Parameter.PLACE);
	}

	private static JsonText json(@Nullable Object[] arguments) {
		Object place = (arguments.length > 1) ? Objects.requireNonNull(arguments[1]) : "$";
		return new JsonText((String) Objects.requireNonNull(arguments[0]), JsonPath.parse(place));
	}

	private static @Nullable Object contains(@Nullable Object[] arguments) {
		return json(arguments).contains(Objects.requireNonNull(arguments[2]));
	}

}

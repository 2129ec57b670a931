package io.fletch.store.expression.function;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.Values;
import io.fletch.store.expression.function.FunctionDefinition.Parameter;
import io.fletch.store.expression.function.FunctionDefinition.Trait;

/**
 * The functions of expressions by name.
 */
public final class Functions {

	private static final Map<String, FunctionDefinition> BY_NAME = new HashMap<>();

	static {
		TextFunctions.definitions().forEach(Functions::add);
		NumberFunctions.definitions().forEach(Functions::add);
		ListFunctions.definitions().forEach(Functions::add);
		TimeFunctions.definitions().forEach(Functions::add);
		JsonFunctions.definitions().forEach(Functions::add);
		general().forEach(Functions::add);
		alias("length", "char_length", "character_length");
		alias("trim", "btrim");
		alias("substr", "substring");
		alias("strpos", "position", "instr");
		alias("array_has", "array_contains", "list_has", "list_contains");
		alias("array_has_any", "array_contains_any", "list_has_any");
		alias("array_has_all", "array_contains_all", "list_has_all");
		alias("array_length", "cardinality", "list_length");
		alias("element", "array_element", "element_at", "map_get");
		alias("array", "make_array");
		alias("array_position", "list_position");
		alias("ceil", "ceiling");
		alias("power", "pow");
		alias("ifnull", "nvl");
		alias("date_part", "datepart");
		alias("date_trunc", "datetrunc");
		alias("to_timestamp", "to_timestamptz");
		alias("json_get", "json_get_json");
		alias("json_get_string", "json_get_str");
		alias("json_array_length", "json_length");
		alias("named_struct", "struct_pack");
	}

	private Functions() {
	}

	private static void add(FunctionDefinition definition) {
		BY_NAME.put(definition.name(), definition);
	}

	private static void alias(String name, String... others) {
		FunctionDefinition definition = definition(name);
		for (String other : others) {
			BY_NAME.put(other, definition);
		}
	}

	public static @Nullable FunctionDefinition find(String name) {
		return BY_NAME.get(name);
	}

	public static FunctionDefinition definition(String name) {
		FunctionDefinition definition = BY_NAME.get(name);
		if (definition == null) {
			throw new IllegalStateException("The expression was not checked: no function " + name);
		}
		return definition;
	}

	public static List<String> names() {
		return new TreeSet<>(BY_NAME.keySet()).stream().filter((name) -> Character.isLetter(name.charAt(0))).toList();
	}

	private static List<FunctionDefinition> general() {
		return List.of(
				FunctionDefinition.of("coalesce", NullRules::coalesced, Functions::coalesce, Parameter.SAME)
					.with(Trait.TAKES_NULL, Trait.VARIADIC),
				FunctionDefinition
					.of("ifnull", NullRules::coalesced, Functions::coalesce, Parameter.SAME, Parameter.SAME)
					.with(Trait.TAKES_NULL),
				FunctionDefinition
					.of("nullif", NullRules::nullableFirst,
							(a) -> (a[0] != null && a[1] != null && Values.equal(a[0], a[1])) ? null : a[0],
							Parameter.SAME, Parameter.SAME)
					.with(Trait.TAKES_NULL),
				FunctionDefinition
					.of("is_valid", FunctionDefinition.type(FieldTypes.BOOL), (a) -> a[0] != null, Parameter.ANY)
					.with(Trait.TAKES_NULL),
				FunctionDefinition
					.of("isnull", FunctionDefinition.type(FieldTypes.BOOL), (a) -> a[0] == null, Parameter.ANY)
					.with(Trait.TAKES_NULL),
				FunctionDefinition
					.of("is_unknown", FunctionDefinition.type(FieldTypes.BOOL), (a) -> a[0] == null, Parameter.BOOLEAN)
					.with(Trait.TAKES_NULL),
				FunctionDefinition
					.of("if", NullRules::chosen, (a) -> Boolean.TRUE.equals(a[0]) ? a[1] : a[2], Parameter.BOOLEAN,
							Parameter.SAME, Parameter.SAME)
					.with(Trait.TAKES_NULL),
				FunctionDefinition
					.of("uuid", FunctionDefinition.type(ArrowType.Utf8.INSTANCE), (a) -> UUID.randomUUID().toString())
					.with(Trait.VOLATILE),
				FunctionDefinition.of("random", FunctionDefinition.type(FieldTypes.FLOAT64),
						(a) -> ThreadLocalRandom.current().nextDouble())
					.with(Trait.VOLATILE));
	}

	private static @Nullable Object coalesce(@Nullable Object[] arguments) {
		for (Object argument : arguments) {
			if (argument != null) {
				return argument;
			}
		}
		return null;
	}

}

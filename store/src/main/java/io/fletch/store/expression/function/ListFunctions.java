package io.fletch.store.expression.function;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.Kind;
import io.fletch.store.expression.Values;
import io.fletch.store.expression.function.FunctionDefinition.Parameter;
import io.fletch.store.expression.function.FunctionDefinition.Trait;

/**
 * Functions on lists, structs and maps. Positions in lists count from 1.
 */
final class ListFunctions {

	private ListFunctions() {
	}

	static List<FunctionDefinition> definitions() {
		return List.of(
				FunctionDefinition.of("array_has", FunctionDefinition.type(FieldTypes.BOOL),
						(a) -> has(list(a[0]), Objects.requireNonNull(a[1])), Parameter.LIST, Parameter.ELEMENT),
				FunctionDefinition.of("array_has_any", FunctionDefinition.type(FieldTypes.BOOL),
						(a) -> list(a[1]).stream().anyMatch((element) -> element != null && has(list(a[0]), element)),
						Parameter.LIST, Parameter.SAME_LIST),
				FunctionDefinition.of("array_has_all", FunctionDefinition.type(FieldTypes.BOOL),
						(a) -> list(a[1]).stream().allMatch((element) -> element != null && has(list(a[0]), element)),
						Parameter.LIST, Parameter.SAME_LIST),
				FunctionDefinition.of("array_length", ListFunctions::lengthType,
						(a) -> (a[0] instanceof Map<?, ?> map) ? (long) map.size() : list(a[0]).size(), Parameter.ANY),
				FunctionDefinition.of("array_position", FunctionDefinition.nullable(FieldTypes.INT64),
						(a) -> position(list(a[0]), Objects.requireNonNull(a[1])), Parameter.LIST, Parameter.ELEMENT),
				FunctionDefinition.of("element", ListFunctions::elementType, ListFunctions::element, Parameter.ANY,
						Parameter.KEY),
				FunctionDefinition.of("get_field", ListFunctions::elementType, ListFunctions::element, Parameter.ANY,
						Parameter.CONSTANT_TEXT),
				FunctionDefinition
					.of("array", ListFunctions::arrayType, (a) -> new ArrayList<>(Arrays.asList(a)), Parameter.SAME)
					.requiring(0)
					.with(Trait.TAKES_NULL, Trait.VARIADIC),
				FunctionDefinition.of("named_struct", ListFunctions::structType, ListFunctions::struct, Parameter.ANY)
					.requiring(0)
					.with(Trait.TAKES_NULL, Trait.VARIADIC));
	}

	private static List<@Nullable Object> list(@Nullable Object value) {
		return Values.list(Objects.requireNonNull(value));
	}

	private static boolean has(List<@Nullable Object> list, Object wanted) {
		return position(list, wanted) != null;
	}

	private static @Nullable Long position(List<@Nullable Object> list, Object wanted) {
		for (int i = 0; i < list.size(); i++) {
			Object element = list.get(i);
			if (element != null && Values.equal(element, wanted)) {
				return i + 1L;
			}
		}
		return null;
	}

	private static Field lengthType(List<Field> arguments) {
		Field container = arguments.getFirst();
		return switch (Kind.of(container.getType())) {
			case LIST, MAP, NULL -> FieldTypes.of(FieldTypes.INT64, false);
			default -> throw new IllegalArgumentException(
					FieldTypes.label(container) + " has no number of elements; a list or map has");
		};
	}

	private static Field elementType(List<Field> arguments) {
		Field container = arguments.get(0);
		boolean byPosition = Kind.of(arguments.get(1).getType()) == Kind.INTEGER;
		return switch (Kind.of(container.getType())) {
			case LIST -> {
				if (!byPosition) {
					throw new IllegalArgumentException("an element of a list has a number, from 1");
				}
				yield FieldTypes.named("", container.getChildren().get(0), true);
			}
			case MAP -> {
				Field key = container.getChildren().get(0).getChildren().get(0);
				if (Kind.of(key.getType()) != Kind.of(arguments.get(1).getType())) {
					throw new IllegalArgumentException("the keys of the map are " + FieldTypes.label(key) + ", not "
							+ FieldTypes.label(arguments.get(1)));
				}
				yield FieldTypes.named("", container.getChildren().get(0).getChildren().get(1), true);
			}
			case NULL -> container;
			default -> throw new IllegalArgumentException(
					FieldTypes.label(container) + " has no elements; a list, struct or map has");
		};
	}

	private static @Nullable Object element(@Nullable Object[] arguments) {
		Object container = Objects.requireNonNull(arguments[0]);
		Object key = Objects.requireNonNull(arguments[1]);
		if (container instanceof Map<?, ?> map) {
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				if (Values.equal(Values.normal(entry.getKey()), key)) {
					return Values.normal(entry.getValue());
				}
			}
			return null;
		}
		List<@Nullable Object> list = Values.list(container);
		long position = (Long) key;
		long index = (position < 0) ? list.size() + position : position - 1;
		return (index >= 0 && index < list.size()) ? list.get((int) index) : null;
	}

	private static Field arrayType(List<Field> arguments) {
		Field element = arguments.isEmpty() ? FieldTypes.of(ArrowType.Null.INSTANCE, true) : arguments.getFirst();
		return FieldTypes.listOf(element);
	}

	private static Field structType(List<Field> arguments) {
		List<Field> children = new ArrayList<>();
		if (arguments.size() % 2 != 0) {
			throw new IllegalArgumentException("it takes pairs of a name and a value");
		}
		for (int i = 0; i < arguments.size(); i += 2) {
			children.add(FieldTypes.named(arguments.get(i).getName(), arguments.get(i + 1), true));
		}
		return FieldTypes.of("", ArrowType.Struct.INSTANCE, false, children);
	}

	private static Object struct(@Nullable Object[] arguments) {
		Map<String, @Nullable Object> struct = new LinkedHashMap<>();
		for (int i = 0; i < arguments.length; i += 2) {
			struct.put((String) Objects.requireNonNull(arguments[i]), arguments[i + 1]);
		}
		return struct;
	}

}

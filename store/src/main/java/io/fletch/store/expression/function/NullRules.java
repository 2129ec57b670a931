package io.fletch.store.expression.function;

import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.store.expression.FieldTypes;

/**
 * When functions that take nulls can give null.
 */
final class NullRules {

	private NullRules() {
	}

	static Field coalesced(List<Field> arguments) {
		return FieldTypes.named("", arguments.getFirst(), arguments.stream().allMatch(Field::isNullable));
	}

	static Field nullableFirst(List<Field> arguments) {
		return FieldTypes.named("", arguments.getFirst(), true);
	}

	static Field chosen(List<Field> arguments) {
		return FieldTypes.named("", arguments.get(1), arguments.get(1).isNullable() || arguments.get(2).isNullable());
	}

}

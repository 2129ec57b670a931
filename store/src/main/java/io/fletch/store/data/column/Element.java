package io.fletch.store.data.column;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.value.MisfitException;

/**
 * What stands inside a list, struct or map.
 *
 * @param name the name of the field
 * @param type its type
 * @param isNullable whether it may be null
 */
record Element(String name, ColumnType type, boolean isNullable) {

	static Element of(Field field) {
		return new Element(field.getName(), ColumnType.of(field), field.isNullable());
	}

	/**
	 * Brings a value into its Java form.
	 * @throws MisfitException if it does not fit; without a path
	 */
	@Nullable Object take(@Nullable Object value) {
		if (value == null) {
			if (!this.isNullable) {
				throw MisfitException.ofNull();
			}
			return null;
		}
		return this.type.take(value);
	}

}

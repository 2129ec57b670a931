package io.fletch.store.data.value;

import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * What is taken where a list is expected.
 */
public final class Sequences {

	private Sequences() {
	}

	/**
	 * Returns the elements of a collection or an array.
	 * @param value the value
	 * @return the elements, or {@code null} if the value is neither
	 */
	public static @Nullable Collection<?> elements(Object value) {
		return switch (value) {
			case Collection<?> collection -> collection;
			case Object[] array -> Arrays.asList(array);
			default -> value.getClass().isArray() ? new PrimitiveArray(value) : null;
		};
	}

	private static final class PrimitiveArray extends AbstractList<Object> {

		private final Object array;

		private PrimitiveArray(Object array) {
			this.array = array;
		}

		@Override
		public Object get(int index) {
			return Array.get(this.array, index);
		}

		@Override
		public int size() {
			return Array.getLength(this.array);
		}

	}

}

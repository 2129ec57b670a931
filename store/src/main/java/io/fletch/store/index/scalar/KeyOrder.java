package io.fletch.store.index.scalar;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.Casts;
import io.fletch.store.expression.Kind;
import io.fletch.store.expression.Values;

/**
 * Compares keys with something that is looked for.
 */
@FunctionalInterface
interface KeyOrder {

	/**
	 * Compares a key.
	 * @return negative if the key is before what is looked for, 0 if it is that, positive
	 * if it is behind
	 */
	int compare(MemorySegment keys, long offset, long length);

	/**
	 * Looks for a value.
	 * @param type the type of the keys
	 * @param cast the type to which points in time are converted before they are
	 * compared, or {@code null}
	 * @param value the value
	 * @return the order, or {@code null} if keys are not compared with such a value
	 */
	static @Nullable KeyOrder of(KeyType type, @Nullable Field cast, Object value) {
		if (!Constant.isComparable(value, (cast != null) ? Kind.of(cast.getType()) : type.kind())) {
			return null;
		}
		if (cast != null) {
			return (keys, offset, length) -> Values.compare(Casts.cast(type.value(keys, offset, length), cast), value);
		}
		if (value instanceof String text) {
			MemorySegment wanted = utf8(text);
			return (wanted != null) ? (keys, offset, length) -> PageLayout.compare(keys, offset, length, wanted) : null;
		}
		return (keys, offset, length) -> Values.compare(type.value(keys, offset, length), value);
	}

	/**
	 * Looks for texts that begin with another.
	 * @return the order, or {@code null} if the other text has no UTF-8
	 */
	static @Nullable KeyOrder ofPrefix(String prefix) {
		MemorySegment wanted = utf8(prefix);
		return (wanted != null) ? (keys, offset, length) -> PageLayout.compare(keys, offset,
				Math.min(length, wanted.byteSize()), wanted) : null;
	}

	private static @Nullable MemorySegment utf8(String text) {
		boolean isEncodable = StandardCharsets.UTF_8.newEncoder().canEncode(text);
		return isEncodable ? MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)) : null;
	}

}

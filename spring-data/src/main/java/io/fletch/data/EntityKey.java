package io.fletch.data;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * An id as a key of sets and maps: bytes are the same if they have the same elements, as
 * they are in a table.
 *
 * @param id the id
 */
record EntityKey(@Nullable Object id) {

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof EntityKey key && Objects.deepEquals(this.id, key.id);
	}

	@Override
	public int hashCode() {
		return (this.id instanceof byte[] bytes) ? Arrays.hashCode(bytes) : Objects.hashCode(this.id);
	}

	/**
	 * Tells the id in messages; bytes in hexadecimal digits.
	 */
	@Override
	public String toString() {
		return (this.id instanceof byte[] bytes) ? HexFormat.of().formatHex(bytes) : String.valueOf(this.id);
	}

}

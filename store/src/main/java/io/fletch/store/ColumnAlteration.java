package io.fletch.store;

import java.util.Objects;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * What changes of one field. Immutable: every method returns a new one.
 *
 * @param path the field, for example {@code title} or {@code author.name}
 * @param name its new name, or {@code null} if it stays
 * @param type a field of its new type, whose name does not matter, or {@code null} if it
 * stays
 * @param nullable whether it may be null from then on, or {@code null} if that stays
 */
public record ColumnAlteration(String path, @Nullable String name, @Nullable Field type, @Nullable Boolean nullable) {

	/**
	 * Checks that there is a path.
	 */
	public ColumnAlteration {
		Objects.requireNonNull(path, "path");
	}

	/**
	 * Changes nothing yet.
	 * @param path the field
	 * @return an alteration of that field
	 */
	public static ColumnAlteration of(String path) {
		return new ColumnAlteration(path, null, null, null);
	}

	/**
	 * Renames the field.
	 * @param newName the new name
	 * @return an alteration with this change
	 */
	public ColumnAlteration rename(String newName) {
		Objects.requireNonNull(newName, "newName");
		return new ColumnAlteration(this.path, newName, this.type, this.nullable);
	}

	/**
	 * Changes the type. A wider type needs no file to be written; otherwise every value
	 * must be one of the new type, too, and is written anew.
	 * @param newType a field of the new type, whose name does not matter
	 * @return an alteration with this change
	 */
	public ColumnAlteration retype(Field newType) {
		Objects.requireNonNull(newType, "newType");
		return new ColumnAlteration(this.path, this.name, newType, this.nullable);
	}

	/**
	 * Lets the field be null, or forbids it.
	 * @param newNullable whether it may be null
	 * @return an alteration with this change
	 */
	public ColumnAlteration nullable(boolean newNullable) {
		return new ColumnAlteration(this.path, this.name, this.type, newNullable);
	}

}

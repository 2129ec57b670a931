package io.fletch.store;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * How a table is cloned: by default its latest version, sharing its files, into the same
 * namespace. Immutable: each method returns new options.
 *
 * @param version the version to clone; {@code null} for the latest, or that of the tag
 * @param tag the tag of the version to clone; {@code null} for none
 * @param deep whether every file is copied. If not, the clone shares the files of the
 * table, which takes no room, and either can be changed, cleaned and dropped without the
 * other.
 * @param namespace the namespace of the clone, from the root of the database;
 * {@code null} for that of the table
 */
public record CloneOptions(@Nullable Long version, @Nullable String tag, boolean deep,
		@Nullable List<String> namespace) {

	public CloneOptions {
		if (version != null && tag != null) {
			throw new InvalidInputException("A clone of version " + version + " and of tag '" + tag
					+ "' was asked for; give a version or a tag, not both");
		}
		if (version != null && version < 1) {
			throw new InvalidInputException("The version to clone is " + version + "; versions begin at 1");
		}
		namespace = (namespace != null) ? List.copyOf(namespace) : null;
	}

	/**
	 * Returns the options of a clone that shares the files of its table.
	 * @return the options
	 */
	public static CloneOptions shallow() {
		return new CloneOptions(null, null, false, null);
	}

	/**
	 * Returns the options of a clone with files of its own.
	 * @return the options
	 */
	public static CloneOptions copy() {
		return new CloneOptions(null, null, true, null);
	}

	/**
	 * Chooses the version to clone.
	 * @param number the version
	 * @return the new options
	 * @throws InvalidInputException if a tag was chosen, or the version is less than 1
	 */
	public CloneOptions ofVersion(long number) {
		return new CloneOptions(number, this.tag, this.deep, this.namespace);
	}

	/**
	 * Chooses the version to clone.
	 * @param name the tag of the version
	 * @return the new options
	 * @throws InvalidInputException if a version was chosen
	 */
	public CloneOptions ofTag(String name) {
		Objects.requireNonNull(name, "name");
		return new CloneOptions(this.version, name, this.deep, this.namespace);
	}

	/**
	 * Chooses the namespace of the clone.
	 * @param path the names from the root of the database down; none for the root
	 * @return the new options
	 */
	public CloneOptions into(String... path) {
		return new CloneOptions(this.version, this.tag, this.deep, Arguments.list(path, "path"));
	}

}

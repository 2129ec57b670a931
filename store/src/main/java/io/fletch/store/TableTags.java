package io.fletch.store;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.VersionNotFoundException;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Tags;

/**
 * The tags of a table: names for versions, which no cleanup takes. Tags are not versioned
 * themselves.
 */
public final class TableTags {

	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-][a-zA-Z0-9_.-]{0,199}");

	private final OpenTable table;

	private final Tags tags;

	TableTags(OpenTable table) {
		this.table = table;
		this.tags = new Tags(table.storage());
	}

	/**
	 * Lists the tags.
	 * @return the tagged versions by name, in the order of the names
	 */
	public Map<String, Long> list() {
		return this.table.read(this.tags::list);
	}

	/**
	 * Returns the version that a tag names.
	 * @param name the name of the tag
	 * @return the version
	 * @throws VersionNotFoundException if there is no such tag
	 */
	public long version(String name) {
		Objects.requireNonNull(name, "name");
		Long version = list().get(name);
		if (version == null) {
			throw missing(name);
		}
		return version;
	}

	/**
	 * Names a version.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param version the version
	 * @throws InvalidInputException if the name is not acceptable, or taken
	 * @throws VersionNotFoundException if there is no such version
	 */
	public void create(String name, long version) {
		Objects.requireNonNull(name, "name");
		requireName(name);
		put(name, version, false);
	}

	/**
	 * Lets a tag name another version.
	 * @param name the name of the tag
	 * @param version the version
	 * @throws VersionNotFoundException if there is no such tag or version
	 */
	public void update(String name, long version) {
		Objects.requireNonNull(name, "name");
		put(name, version, true);
	}

	private void put(String name, long version, boolean exists) {
		this.table.read(() -> this.table.committer().exclusively((latest) -> {
			Manifest tagged = this.table.committer().at(version);
			Set<String> names = this.tags.list().keySet();
			boolean found = names.contains(name);
			if (exists && !found) {
				throw missing(name);
			}
			if (!exists && found) {
				throw new InvalidInputException("The table '" + this.table.name() + "' already has a tag '" + name
						+ "'; update it, or delete it first");
			}
			if (!exists) {
				Names.requireDistinct("tag", name, names);
			}
			this.tags.put(name, tagged);
			return tagged;
		}));
	}

	/**
	 * Forgets a tag. Its version stays until it is cleaned up.
	 * @param name the name of the tag
	 * @throws VersionNotFoundException if there is no such tag
	 */
	public void delete(String name) {
		Objects.requireNonNull(name, "name");
		this.table.read(() -> this.table.committer().exclusively((latest) -> {
			if (!this.tags.list().containsKey(name)) {
				throw missing(name);
			}
			this.tags.delete(name);
			return name;
		}));
	}

	private VersionNotFoundException missing(String name) {
		return new VersionNotFoundException(
				"The table '" + this.table.name() + "' has no tag '" + name + "'; its tags are " + list().keySet());
	}

	static void requireName(String name) {
		if (!NAME.matcher(name).matches()) {
			throw new InvalidInputException("'" + name + "' cannot be the name of a tag or branch; it takes 1 to 200 "
					+ "letters, digits, '_', '-' and '.', and does not begin with '.'");
		}
	}

}

package io.fletch.autoconfigure.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tags of tables by the names of their databases.
 */
final class ObservedTables {

	private final Map<String, TableTags> tags = new ConcurrentHashMap<>();

	TableTags of(String database) {
		return this.tags.computeIfAbsent(database, (name) -> new TableTags());
	}

}

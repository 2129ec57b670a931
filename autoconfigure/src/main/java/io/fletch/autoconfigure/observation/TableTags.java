package io.fletch.autoconfigure.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives tables of one database their tag: an application that has a table for each of its
 * customers shall not have as many time series.
 */
final class TableTags {

	static final int MOST = 100;

	static final String OTHERS = "others";

	private final Set<String> known = ConcurrentHashMap.newKeySet();

	/**
	 * Returns the name of a table if it is one of the first.
	 */
	String tag(String table) {
		if (this.known.contains(table)) {
			return table;
		}
		return (this.known.size() < MOST && this.known.add(table)) ? table : OTHERS;
	}

	/**
	 * Returns the tables that have a tag of their own.
	 */
	Set<String> known() {
		return Set.copyOf(this.known);
	}

	/**
	 * Gives the tag of a table that is gone to another.
	 */
	void forget(String table) {
		this.known.remove(table);
	}

}

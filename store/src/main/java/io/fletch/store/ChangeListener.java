package io.fletch.store;

import io.fletch.store.version.TableVersion;

/**
 * Hears of new versions of a table.
 */
@FunctionalInterface
public interface ChangeListener {

	/**
	 * Hears of a version, after it became durable. Called by one thread at a time, in the
	 * order of the versions. May use the table. What it throws is logged.
	 * @param version the version
	 */
	void changed(TableVersion version);

}

package io.fletch.store.table;

import io.fletch.store.version.TableVersion;

/**
 * Hears of every version that this process makes or comes to know of, in their order.
 * Must return at once and not use the table.
 */
@FunctionalInterface
public interface VersionObserver {

	/**
	 * Hears of a version before anybody can read it.
	 * @param version the version
	 */
	default void expect(TableVersion version) {
	}

	/**
	 * Hears of a version that can be read.
	 * @param version the version
	 */
	void observe(TableVersion version);

	/**
	 * Hears that the versions before one were not all told, or not as they are, before
	 * anybody can read it.
	 * @param version the first version of which that is not so
	 */
	default void skipTo(long version) {
	}

}

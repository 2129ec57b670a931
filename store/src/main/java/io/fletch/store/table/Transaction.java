package io.fletch.store.table;

import java.io.IOException;

import io.fletch.store.version.Operation;

/**
 * A write that waits for its turn: what it does to a table is worked out from the latest
 * version, while nobody else can commit.
 */
public interface Transaction {

	/**
	 * Returns what this is.
	 * @return the operation
	 */
	Operation operation();

	/**
	 * Works out the change. May write data files, but changes nothing that others see.
	 * @param latest the version that the change will follow
	 * @return the change
	 * @throws IOException if rows cannot be read; nothing is committed then
	 */
	Change apply(Manifest latest) throws IOException;

}

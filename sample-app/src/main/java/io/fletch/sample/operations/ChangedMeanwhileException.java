package io.fletch.sample.operations;

import io.fletch.store.error.ConflictException;

/**
 * Somebody wrote to a table since it was looked at.
 */
public final class ChangedMeanwhileException extends RuntimeException {

	ChangedMeanwhileException(String table, long expected, long latest, ConflictException cause) {
		super("The table '" + table + "' was at version " + expected + " when you looked, and is at version " + latest
				+ " now. Look at what changed, then restore again.", cause);
	}

}

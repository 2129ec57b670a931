package io.fletch.sample.operations;

import java.util.Collection;

import io.fletch.store.error.VersionNotFoundException;

/**
 * There is no such database, table or version. The message says what there is, or how to
 * find out.
 */
public final class NothingThereException extends RuntimeException {

	private static final int LONGEST_NAME = 80;

	private final String field;

	private NothingThereException(String field, String message, Throwable cause) {
		super(message, cause);
		this.field = field;
	}

	private NothingThereException(String field, String message) {
		super(message);
		this.field = field;
	}

	static NothingThereException database(TablePlace place, Collection<String> known) {
		return new NothingThereException("database",
				"There is no database " + shown(place.database()) + "; there are " + String.join(", ", known) + ".");
	}

	static NothingThereException table(TablePlace place) {
		return new NothingThereException("table",
				"There is no table " + shown(place.table()) + ". GET /actuator/fletch lists those there are.");
	}

	static NothingThereException version(TablePlace place, long version, VersionNotFoundException cause) {
		return new NothingThereException("version", "The table " + shown(place.table()) + " has no version " + version
				+ " that can be read. Choose one of its list of versions.", cause);
	}

	private static String shown(String name) {
		return "'" + ((name.length() > LONGEST_NAME) ? name.substring(0, LONGEST_NAME) + "…" : name) + "'";
	}

	/**
	 * Returns what is not there.
	 * @return {@code database}, {@code table} or {@code version}
	 */
	public String field() {
		return this.field;
	}

}

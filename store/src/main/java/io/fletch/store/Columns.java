package io.fletch.store;

/**
 * Changes the columns of a table.
 */
public final class Columns {

	private final TableHandle handle;

	Columns(TableHandle handle) {
		this.handle = handle;
	}

	boolean isOpen() {
		return this.handle.isOpen();
	}

}

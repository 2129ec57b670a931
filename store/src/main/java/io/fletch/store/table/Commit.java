package io.fletch.store.table;

/**
 * A transaction that is durable.
 *
 * @param manifest the version that it made
 * @param change what it changed
 */
public record Commit(Manifest manifest, Change change) {

	/**
	 * Returns the number of rows that were added.
	 * @return the number of rows
	 */
	public long addedRows() {
		return this.change.added().stream().mapToLong(Change.NewRows::rowCount).sum();
	}

	/**
	 * Returns the number of rows that were deleted.
	 * @return the number of rows
	 */
	public long deletedRows() {
		return this.change.deletions().values().stream().mapToLong((positions) -> positions.getLongCardinality()).sum();
	}

}

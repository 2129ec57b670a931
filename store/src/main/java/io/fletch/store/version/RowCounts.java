package io.fletch.store.version;

/**
 * How many rows a change concerned.
 *
 * @param inserted rows that are new
 * @param updated rows that were there and have other values
 * @param deleted rows that are gone
 */
public record RowCounts(long inserted, long updated, long deleted) {

	/** No row. */
	public static final RowCounts NONE = new RowCounts(0, 0, 0);

	/**
	 * Adds counts.
	 * @param other the others
	 * @return the sums
	 */
	public RowCounts plus(RowCounts other) {
		return new RowCounts(this.inserted + other.inserted, this.updated + other.updated,
				this.deleted + other.deleted);
	}

	/**
	 * Subtracts counts.
	 * @param other the others
	 * @return the differences
	 */
	public RowCounts minus(RowCounts other) {
		return new RowCounts(this.inserted - other.inserted, this.updated - other.updated,
				this.deleted - other.deleted);
	}

}

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

}

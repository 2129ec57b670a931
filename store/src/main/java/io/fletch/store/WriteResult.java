package io.fletch.store;

import io.fletch.store.table.Manifest;
import io.fletch.store.version.RowCounts;

/**
 * What a write did.
 *
 * @param version the version of the table that the write made
 * @param inserted the number of rows that were added
 * @param updated the number of rows that were replaced
 * @param deleted the number of rows that were deleted
 */
public record WriteResult(long version, long inserted, long updated, long deleted) {

	static WriteResult of(Manifest made) {
		RowCounts rows = made.info().rows();
		return new WriteResult(made.version(), rows.inserted(), rows.updated(), rows.deleted());
	}

}

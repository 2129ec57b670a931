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
 * @param attempts how often the write was begun: more than once if the schema changed
 * meanwhile
 */
public record WriteResult(long version, long inserted, long updated, long deleted, int attempts) {

	WriteResult(long version, long inserted, long updated, long deleted) {
		this(version, inserted, updated, deleted, 1);
	}

	static WriteResult of(Manifest made) {
		RowCounts rows = made.info().rows();
		return new WriteResult(made.version(), rows.inserted(), rows.updated(), rows.deleted());
	}

	/**
	 * Returns how many rows were changed in any way.
	 */
	long rows() {
		return this.inserted + this.updated + this.deleted;
	}

	WriteResult after(int made) {
		return new WriteResult(this.version, this.inserted, this.updated, this.deleted, made);
	}

}

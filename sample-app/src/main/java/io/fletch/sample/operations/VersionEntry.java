package io.fletch.sample.operations;

import java.time.Instant;

import io.fletch.store.version.TableVersion;

/**
 * A version in the history of a table.
 *
 * @param version the number, from 1
 * @param time when it was made
 * @param operation what made it
 * @param inserted how many rows it inserted
 * @param updated how many rows it updated
 * @param deleted how many rows it deleted
 */
public record VersionEntry(long version, Instant time, String operation, long inserted, long updated, long deleted) {

	static VersionEntry of(TableVersion version) {
		return new VersionEntry(version.version(), version.timestamp(), version.operation().name(),
				version.rows().inserted(), version.rows().updated(), version.rows().deleted());
	}

}

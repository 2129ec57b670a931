package io.fletch.store.version;

import java.time.Instant;

/**
 * What is known of a version without its contents.
 *
 * @param version the number of the version, from 1
 * @param timestamp when it was made, to the microsecond
 * @param operation what made it
 * @param rows how many rows it inserted, updated and deleted
 */
public record TableVersion(long version, Instant timestamp, Operation operation, RowCounts rows) {
}

package io.fletch.store;

/**
 * What a write did.
 *
 * @param version the version of the table that the write made
 * @param inserted the number of rows that were added
 * @param updated the number of rows that were replaced
 * @param deleted the number of rows that were deleted
 */
public record WriteResult(long version, long inserted, long updated, long deleted) {
}

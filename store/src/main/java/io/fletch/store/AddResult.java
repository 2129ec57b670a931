package io.fletch.store;

/**
 * What the adding of rows did.
 *
 * @param version the version of the table that it made; without rows the version before
 * @param rows the number of rows that were added
 * @param droppedRows the number of rows that were left out for their bad vectors
 */
public record AddResult(long version, long rows, long droppedRows) {
}

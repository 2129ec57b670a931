package io.fletch.store;

import java.time.Duration;

/**
 * How far the adding of rows has come.
 *
 * @param rows the number of rows written so far
 * @param bytes about how many bytes they take
 * @param totalRows the number of rows to be written, or -1 if it is not known
 * @param elapsed how long it took so far
 * @param done whether the rows are committed
 */
public record AddProgress(long rows, long bytes, long totalRows, Duration elapsed, boolean done) {
}

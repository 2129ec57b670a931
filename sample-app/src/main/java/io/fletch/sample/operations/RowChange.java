package io.fletch.sample.operations;

import org.jspecify.annotations.Nullable;

/**
 * What happened to a row.
 *
 * @param kind {@code inserted}, {@code updated} or {@code deleted}
 * @param rowId the row's id
 * @param before the row as it was, or {@code null} if it was not there
 * @param after the row as it is then, or {@code null} if it is not there
 */
public record RowChange(String kind, long rowId, @Nullable ShownRow before, @Nullable ShownRow after) {
}

package io.fletch.store.query;

import org.jspecify.annotations.Nullable;

/**
 * A value, and how many rows have it.
 *
 * @param value the value, or {@code null} for rows without one
 * @param count the number of rows
 */
public record Facet(@Nullable Object value, long count) {
}

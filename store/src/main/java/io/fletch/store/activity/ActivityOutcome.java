package io.fletch.store.activity;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.QueryPlan;

/**
 * How something ended.
 *
 * @param rows how many rows it found or changed; -1 where that is not known
 * @param plan how a search was answered, if somebody wants to know and it was run to its
 * end
 * @param failure what it failed with, or {@code null}
 */
public record ActivityOutcome(long rows, @Nullable QueryPlan plan, @Nullable Throwable failure) {
}

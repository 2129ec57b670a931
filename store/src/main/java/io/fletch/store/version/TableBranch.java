package io.fletch.store.version;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A branch of a table, and where it began.
 *
 * @param name the name
 * @param parent the branch that it began with, or {@code null} for the table itself
 * @param version the version of the parent that it began with
 * @param created when it began
 */
public record TableBranch(String name, @Nullable String parent, long version, Instant created) {
}

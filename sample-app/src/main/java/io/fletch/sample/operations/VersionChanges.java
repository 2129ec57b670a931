package io.fletch.sample.operations;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a version changed.
 *
 * @param version the version
 * @param before the version that it is compared with, or {@code null} if none is left
 * @param inserted how many rows are new
 * @param updated how many rows have other values
 * @param deleted how many rows are gone
 * @param columns the columns of the version, in the order of the values on both sides
 * @param changes the first rows of each kind
 */
public record VersionChanges(long version, @Nullable Long before, long inserted, long updated, long deleted,
		List<ShownColumn> columns, List<RowChange> changes) {

	public VersionChanges {
		columns = List.copyOf(columns);
		changes = List.copyOf(changes);
	}

}

package io.fletch.sample.operations;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of the rows of a version.
 *
 * @param version the version
 * @param total how many rows the version has
 * @param columns the columns, in the order of the values
 * @param rows the rows
 * @param next what gives the next page, or {@code null} if there is none
 */
public record VersionRows(long version, long total, List<ShownColumn> columns, List<ShownRow> rows,
		@Nullable String next) {

	public VersionRows {
		columns = List.copyOf(columns);
		rows = List.copyOf(rows);
	}

}

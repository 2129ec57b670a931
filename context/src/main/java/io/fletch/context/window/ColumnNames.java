package io.fletch.context.window;

import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Checks the columns that a contextualizer over maps names.
 */
final class ColumnNames {

	private ColumnNames() {
	}

	static String require(String option, @Nullable String column, Collection<? extends Map<String, ?>> rows) {
		if (column == null) {
			throw unset(option, rows);
		}
		if (!rows.isEmpty() && rows.stream().noneMatch((row) -> row.containsKey(column))) {
			throw unknown(option, column, rows);
		}
		return column;
	}

	static MissingColumnException unset(String option, Collection<? extends Map<String, ?>> rows) {
		return new MissingColumnException(option + " is not set: name a column by " + option + "(...)"
				+ (rows.isEmpty() ? "" : ", one of " + of(rows)));
	}

	static MissingColumnException unknown(String option, String column, Collection<? extends Map<String, ?>> rows) {
		return new MissingColumnException(
				option + " names the column '" + column + "', which no row has; columns are " + of(rows));
	}

	private static TreeSet<String> of(Collection<? extends Map<String, ?>> rows) {
		TreeSet<String> columns = new TreeSet<>();
		rows.forEach((row) -> columns.addAll(row.keySet()));
		return columns;
	}

}

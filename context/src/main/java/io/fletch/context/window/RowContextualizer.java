package io.fletch.context.window;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Contextualizer} over rows by column name. Immutable: every method returns a
 * new value.
 */
public final class RowContextualizer {

	private final List<Map<String, @Nullable Object>> rows;

	private final @Nullable String text;

	private final @Nullable String group;

	private final WindowSizes sizes;

	RowContextualizer(List<? extends Map<String, ?>> rows) {
		this(copy(rows), null, null, WindowSizes.UNSET);
	}

	private RowContextualizer(List<Map<String, @Nullable Object>> rows, @Nullable String text, @Nullable String group,
			WindowSizes sizes) {
		this.rows = rows;
		this.text = text;
		this.group = group;
		this.sizes = sizes;
	}

	/**
	 * Sets the number of rows of a window. Required.
	 * @param rows the number of rows, at least 1
	 * @return a new contextualizer
	 */
	public RowContextualizer window(int rows) {
		return new RowContextualizer(this.rows, this.text, this.group, this.sizes.window(rows));
	}

	/**
	 * Sets how many rows lie between the starts of two windows. Required.
	 * @param rows the number of rows, at least 1; may be more than the window
	 * @return a new contextualizer
	 */
	public RowContextualizer stride(int rows) {
		return new RowContextualizer(this.rows, this.text, this.group, this.sizes.stride(rows));
	}

	/**
	 * Sets the column of the key that no window crosses. By default all rows are one
	 * group.
	 * @param column a column that some row has
	 * @return a new contextualizer
	 */
	public RowContextualizer groupBy(String column) {
		Objects.requireNonNull(column, "column");
		return new RowContextualizer(this.rows, this.text, column, this.sizes);
	}

	/**
	 * Sets the column of the text. Required.
	 * @param column a column of strings
	 * @return a new contextualizer
	 */
	public RowContextualizer text(String column) {
		Objects.requireNonNull(column, "column");
		return new RowContextualizer(this.rows, column, this.group, this.sizes);
	}

	/**
	 * Sets the fewest rows of a window that the end of its group cut short; 2 by default.
	 * @param rows the number of rows; 1 keeps everything
	 * @return a new contextualizer
	 */
	public RowContextualizer minWindowSize(int rows) {
		return new RowContextualizer(this.rows, this.text, this.group, this.sizes.minimum(rows));
	}

	/**
	 * Makes the windows.
	 * @return the windows, by group and then by position. The row of each is a copy of
	 * its first row with the joined text in the text column
	 * @throws MissingColumnException if the text column is not set or unknown, or the
	 * group column is unknown
	 * @throws MissingValueException if window or stride is not set or less than 1
	 * @throws IllegalArgumentException if a value of the text column is not a string, the
	 * keys cannot be compared, or the minimum window size is negative
	 */
	public List<Window<Map<String, @Nullable Object>>> windows() {
		String textColumn = ColumnNames.require("text", this.text, this.rows);
		this.sizes.check();
		String groupColumn = (this.group != null) ? ColumnNames.require("groupBy", this.group, this.rows) : null;
		return new RowWindows<>(reading(textColumn, groupColumn)).windows(this.rows, this.sizes)
			.stream()
			.map((window) -> withText(window, textColumn))
			.toList();
	}

	static RowReading<Map<String, @Nullable Object>> reading(String textColumn, @Nullable String groupColumn) {
		return new RowReading<>((row) -> row.get(textColumn), "text column '" + textColumn + "'",
				(groupColumn != null) ? (row) -> row.get(groupColumn) : null, "groupBy column '" + groupColumn + "'");
	}

	static Window<Map<String, @Nullable Object>> withText(Window<Map<String, @Nullable Object>> window, String column) {
		Map<String, @Nullable Object> row = new LinkedHashMap<>(window.row());
		row.put(column, window.text());
		return new Window<>(window.start(), window.end(), window.text(), Collections.unmodifiableMap(row),
				window.rows(), window.parts());
	}

	private static List<Map<String, @Nullable Object>> copy(List<? extends Map<String, ?>> rows) {
		List<Map<String, @Nullable Object>> copies = new ArrayList<>(rows.size());
		rows.forEach((row) -> copies.add(Collections.unmodifiableMap(new LinkedHashMap<>(row))));
		return List.copyOf(copies);
	}

}

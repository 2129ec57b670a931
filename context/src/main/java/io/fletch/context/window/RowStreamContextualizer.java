package io.fletch.context.window;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A {@link StreamContextualizer} over rows by column name. Immutable: every method
 * returns a new value, but only one of them can read the rows.
 */
public final class RowStreamContextualizer {

	private final Stream<? extends Map<String, ? extends @Nullable Object>> rows;

	private final @Nullable String text;

	private final @Nullable String group;

	private final WindowSizes sizes;

	RowStreamContextualizer(Stream<? extends Map<String, ? extends @Nullable Object>> rows) {
		this(rows, null, null, WindowSizes.UNSET);
	}

	private RowStreamContextualizer(Stream<? extends Map<String, ? extends @Nullable Object>> rows,
			@Nullable String text, @Nullable String group, WindowSizes sizes) {
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
	public RowStreamContextualizer window(int rows) {
		return new RowStreamContextualizer(this.rows, this.text, this.group, this.sizes.window(rows));
	}

	/**
	 * Sets how many rows lie between the starts of two windows. Required.
	 * @param rows the number of rows, at least 1; may be more than the window
	 * @return a new contextualizer
	 */
	public RowStreamContextualizer stride(int rows) {
		return new RowStreamContextualizer(this.rows, this.text, this.group, this.sizes.stride(rows));
	}

	/**
	 * Sets the column of the key that no window crosses. By default all rows are one
	 * group.
	 * @param column a column that some row has
	 * @return a new contextualizer
	 */
	public RowStreamContextualizer groupBy(String column) {
		Objects.requireNonNull(column, "column");
		return new RowStreamContextualizer(this.rows, this.text, column, this.sizes);
	}

	/**
	 * Sets the column of the text. Required.
	 * @param column a column of strings
	 * @return a new contextualizer
	 */
	public RowStreamContextualizer text(String column) {
		Objects.requireNonNull(column, "column");
		return new RowStreamContextualizer(this.rows, column, this.group, this.sizes);
	}

	/**
	 * Sets the fewest rows of a window that the end of its group cut short; 2 by default.
	 * @param rows the number of rows; 1 keeps everything
	 * @return a new contextualizer
	 */
	public RowStreamContextualizer minWindowSize(int rows) {
		return new RowStreamContextualizer(this.rows, this.text, this.group, this.sizes.minimum(rows));
	}

	/**
	 * Makes the windows as the rows come.
	 * @return the windows, to be closed if the rows are; the same ones in the same order
	 * as {@link RowContextualizer#windows()} makes of the rows in a list. Reading them
	 * throws {@link UnsortedGroupsException} if a group comes after one with a greater
	 * key, {@link MissingColumnException} if no row has the text or group column, and
	 * {@link IllegalArgumentException} if a value of the text column is not a string, or
	 * the keys cannot be compared
	 * @throws MissingColumnException if the text column is not set
	 * @throws MissingValueException if window or stride is not set or less than 1
	 * @throws IllegalArgumentException if the minimum window size is negative
	 */
	public Stream<Window<Map<String, @Nullable Object>>> windows() {
		String textColumn = this.text;
		if (textColumn == null) {
			throw ColumnNames.unset("text", List.of());
		}
		this.sizes.check();
		SeenColumns seen = new SeenColumns(textColumn, this.group);
		Stream<Map<String, @Nullable Object>> copies = this.rows.map(seen::see);
		return WindowStream.of(copies, RowContextualizer.reading(textColumn, this.group), this.sizes, seen::check)
			.map((window) -> RowContextualizer.withText(window, textColumn));
	}

	/**
	 * Remembers whether the columns were there. A text column that the first row does not
	 * have is an error at once, as the row would be one without text.
	 */
	private static final class SeenColumns {

		private final String text;

		private final @Nullable String group;

		private @Nullable Map<String, @Nullable Object> first;

		private boolean hasGroup;

		SeenColumns(String text, @Nullable String group) {
			this.text = text;
			this.group = group;
			this.hasGroup = group == null;
		}

		Map<String, @Nullable Object> see(Map<String, ? extends @Nullable Object> row) {
			Map<String, @Nullable Object> copy = Collections.unmodifiableMap(new LinkedHashMap<>(row));
			if (this.first == null) {
				this.first = copy;
				ColumnNames.require("text", this.text, List.of(copy));
			}
			this.hasGroup = this.hasGroup || copy.containsKey(this.group);
			return copy;
		}

		void check() {
			if (!this.hasGroup && this.first != null && this.group != null) {
				throw ColumnNames.unknown("groupBy", this.group, List.of(this.first));
			}
		}

	}

}

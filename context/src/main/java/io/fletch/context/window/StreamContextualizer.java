package io.fletch.context.window;

import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Contextualizer} over rows that are read only once, such as those of a large
 * table. The rows must come in the order of their groups, which is checked; no more rows
 * are held than a window has. Immutable: every method returns a new value, but only one
 * of them can read the rows.
 *
 * @param <T> the type of the rows
 */
public final class StreamContextualizer<T> {

	private final Stream<T> rows;

	private final @Nullable Function<? super T, ? extends @Nullable Object> text;

	private final @Nullable Function<? super T, ? extends @Nullable Object> group;

	private final WindowSizes sizes;

	StreamContextualizer(Stream<T> rows, @Nullable Function<? super T, ? extends @Nullable Object> text,
			@Nullable Function<? super T, ? extends @Nullable Object> group, WindowSizes sizes) {
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
	public StreamContextualizer<T> window(int rows) {
		return new StreamContextualizer<>(this.rows, this.text, this.group, this.sizes.window(rows));
	}

	/**
	 * Sets how many rows lie between the starts of two windows. Required.
	 * @param rows the number of rows, at least 1; may be more than the window, which
	 * leaves rows out
	 * @return a new contextualizer
	 */
	public StreamContextualizer<T> stride(int rows) {
		return new StreamContextualizer<>(this.rows, this.text, this.group, this.sizes.stride(rows));
	}

	/**
	 * Sets the key that no window crosses. By default all rows are one group.
	 * @param group gives the key of a row; its rows belong to no window if it is
	 * {@code null}
	 * @return a new contextualizer
	 */
	public StreamContextualizer<T> groupBy(Function<? super T, ? extends @Nullable Comparable<?>> group) {
		Objects.requireNonNull(group, "group");
		return new StreamContextualizer<>(this.rows, this.text, group, this.sizes);
	}

	/**
	 * Sets the text of a row. Required.
	 * @param text gives the text, never {@code null}
	 * @return a new contextualizer
	 */
	public StreamContextualizer<T> text(Function<? super T, String> text) {
		Objects.requireNonNull(text, "text");
		return new StreamContextualizer<>(this.rows, text, this.group, this.sizes);
	}

	/**
	 * Sets the fewest rows of a window that the end of its group cut short; 2 by default.
	 * @param rows the number of rows; 1 keeps everything
	 * @return a new contextualizer
	 */
	public StreamContextualizer<T> minWindowSize(int rows) {
		return new StreamContextualizer<>(this.rows, this.text, this.group, this.sizes.minimum(rows));
	}

	/**
	 * Makes the windows as the rows come.
	 * @return the windows, to be closed if the rows are; the same ones in the same order
	 * as {@link Contextualizer#windows()} makes of the rows in a list. Reading them
	 * throws {@link UnsortedGroupsException} if a group comes after one with a greater
	 * key, and {@link IllegalArgumentException} if a row's text is {@code null} or the
	 * keys cannot be compared
	 * @throws MissingColumnException if the text is not set
	 * @throws MissingValueException if window or stride is not set or less than 1
	 * @throws IllegalArgumentException if the minimum window size is negative
	 */
	public Stream<Window<T>> windows() {
		if (this.text == null) {
			throw new MissingColumnException("text is not set: say which text of a row to join by text(...)");
		}
		this.sizes.check();
		return WindowStream.of(this.rows, new RowReading<>(this.text, "text", this.group, "groupBy"), this.sizes,
				() -> {
				});
	}

}

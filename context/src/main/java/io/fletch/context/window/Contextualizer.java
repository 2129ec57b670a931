package io.fletch.context.window;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Joins neighbouring rows, such as sentences, into overlapping windows that carry enough
 * context to be understood alone. Immutable: every method returns a new value. A full
 * window is always kept; the windows cut short by the end of a group are kept if they
 * have at least {@link #minWindowSize(int)} rows. Groups come in the order of their keys;
 * rows without a key belong to no window.
 *
 * @param <T> the type of the rows
 */
public final class Contextualizer<T> {

	/** The fewest rows of a window that the end of its group cut short. */
	public static final int DEFAULT_MIN_WINDOW_SIZE = 2;

	private final List<T> rows;

	private final @Nullable Function<? super T, ? extends @Nullable Object> text;

	private final @Nullable Function<? super T, ? extends @Nullable Object> group;

	private final WindowSizes sizes;

	private Contextualizer(List<T> rows, @Nullable Function<? super T, ? extends @Nullable Object> text,
			@Nullable Function<? super T, ? extends @Nullable Object> group, WindowSizes sizes) {
		this.rows = rows;
		this.text = text;
		this.group = group;
		this.sizes = sizes;
	}

	/**
	 * Starts with typed rows.
	 * @param rows the rows, one a sentence, message or whatever the unit is
	 * @param <T> the type of the rows
	 * @return a contextualizer that still needs {@link #text}, {@link #window} and
	 * {@link #stride}
	 */
	public static <T> Contextualizer<T> over(List<T> rows) {
		Objects.requireNonNull(rows, "rows");
		return new Contextualizer<>(List.copyOf(rows), null, null, WindowSizes.UNSET);
	}

	/**
	 * Starts with typed rows that are read only once and need not fit into memory.
	 * @param rows the rows, sorted by the group that is set later
	 * @param <T> the type of the rows
	 * @return a contextualizer that still needs {@link #text}, {@link #window} and
	 * {@link #stride}
	 */
	public static <T> StreamContextualizer<T> over(Stream<T> rows) {
		Objects.requireNonNull(rows, "rows");
		return new StreamContextualizer<>(rows, null, null, WindowSizes.UNSET);
	}

	/**
	 * Starts with rows by column name that are read only once and need not fit into
	 * memory.
	 * @param rows the rows, sorted by the group that is set later; a missing key is a
	 * null value
	 * @return a contextualizer whose text and group are named by column
	 */
	public static RowStreamContextualizer overMaps(Stream<? extends Map<String, ? extends @Nullable Object>> rows) {
		Objects.requireNonNull(rows, "rows");
		return new RowStreamContextualizer(rows);
	}

	/**
	 * Starts with rows by column name.
	 * @param rows the rows; a missing key is a null value
	 * @return a contextualizer whose text and group are named by column
	 */
	public static RowContextualizer overMaps(List<? extends Map<String, ?>> rows) {
		Objects.requireNonNull(rows, "rows");
		return new RowContextualizer(rows);
	}

	/**
	 * Sets the number of rows of a window. Required.
	 * @param rows the number of rows, at least 1
	 * @return a new contextualizer
	 */
	public Contextualizer<T> window(int rows) {
		return new Contextualizer<>(this.rows, this.text, this.group, this.sizes.window(rows));
	}

	/**
	 * Sets how many rows lie between the starts of two windows. Required.
	 * @param rows the number of rows, at least 1; may be more than the window, which
	 * leaves rows out
	 * @return a new contextualizer
	 */
	public Contextualizer<T> stride(int rows) {
		return new Contextualizer<>(this.rows, this.text, this.group, this.sizes.stride(rows));
	}

	/**
	 * Sets the key that no window crosses. By default all rows are one group.
	 * @param group gives the key of a row; its rows belong to no window if it is
	 * {@code null}
	 * @return a new contextualizer
	 */
	public Contextualizer<T> groupBy(Function<? super T, ? extends @Nullable Comparable<?>> group) {
		Objects.requireNonNull(group, "group");
		return new Contextualizer<>(this.rows, this.text, group, this.sizes);
	}

	/**
	 * Sets the text of a row. Required.
	 * @param text gives the text, never {@code null}
	 * @return a new contextualizer
	 */
	public Contextualizer<T> text(Function<? super T, String> text) {
		Objects.requireNonNull(text, "text");
		return new Contextualizer<>(this.rows, text, this.group, this.sizes);
	}

	/**
	 * Sets the fewest rows of a window that the end of its group cut short; 2 by default.
	 * @param rows the number of rows; 1 keeps everything
	 * @return a new contextualizer
	 */
	public Contextualizer<T> minWindowSize(int rows) {
		return new Contextualizer<>(this.rows, this.text, this.group, this.sizes.minimum(rows));
	}

	/**
	 * Makes the windows.
	 * @return the windows, by group and then by position
	 * @throws MissingColumnException if the text is not set
	 * @throws MissingValueException if window or stride is not set or less than 1
	 * @throws IllegalArgumentException if a row's text is {@code null}, the keys cannot
	 * be compared, or the minimum window size is negative
	 */
	public List<Window<T>> windows() {
		if (this.text == null) {
			throw new MissingColumnException("text is not set: say which text of a row to join by text(...)");
		}
		this.sizes.check();
		return new RowWindows<>(new RowReading<>(this.text, "text", this.group, "groupBy")).windows(this.rows,
				this.sizes);
	}

}

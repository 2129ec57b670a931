package io.fletch.context.window;

import java.util.List;
import java.util.Objects;

/**
 * Neighbouring rows, joined.
 *
 * @param start the index of the first row among all rows
 * @param end the index of the last row among all rows, plus 1. Rows of other groups may
 * lie in between
 * @param text the texts of the rows, joined by one space
 * @param row the first row; of map rows a copy that holds {@code text} in its text column
 * @param rows the rows of the window, in order
 * @param parts where each of the rows comes from and its text went, in order
 * @param <T> the type of the rows
 */
public record Window<T>(int start, int end, String text, T row, List<T> rows, List<Part> parts) {

	public Window {
		Objects.requireNonNull(text, "text");
		Objects.requireNonNull(rows, "rows");
		Objects.requireNonNull(parts, "parts");
		rows = List.copyOf(rows);
		parts = List.copyOf(parts);
	}

	/**
	 * A row of a window.
	 *
	 * @param index the index of the row among all rows
	 * @param start the offset of the first character of its text in the window's text
	 * @param end the offset after the last character
	 */
	public record Part(int index, int start, int end) {
	}

}

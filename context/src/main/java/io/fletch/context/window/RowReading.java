package io.fletch.context.window;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Reads the text and the key of rows, and joins rows into a window.
 *
 * @param text gives the text of a row
 * @param textName what the text is called in messages
 * @param group gives the key of a row; {@code null} if all rows are one group
 * @param groupName what the key is called in messages
 * @param <T> the type of the rows
 */
record RowReading<T>(Function<? super T, ? extends @Nullable Object> text, String textName,
		@Nullable Function<? super T, ? extends @Nullable Object> group, String groupName) {

	/**
	 * Returns the key of a row, or {@code null} if the row belongs to no group.
	 */
	@Nullable Object key(T row) {
		return (this.group != null) ? this.group.apply(row) : Boolean.TRUE;
	}

	IllegalArgumentException unordered(Object key, boolean isFirst, ClassCastException cause) {
		return new IllegalArgumentException(
				this.groupName + " must give keys of one type that has an order, but gave a " + key.getClass().getName()
						+ (isFirst ? "" : " among others"),
				cause);
	}

	Window<T> join(Deque<Numbered<T>> members) {
		StringBuilder joined = new StringBuilder();
		List<T> rows = new ArrayList<>(members.size());
		List<Window.Part> parts = new ArrayList<>(members.size());
		for (Numbered<T> member : members) {
			if (!rows.isEmpty()) {
				joined.append(' ');
			}
			int start = joined.length();
			joined.append(member.text());
			rows.add(member.row());
			parts.add(new Window.Part(member.index(), start, joined.length()));
		}
		return new Window<>(members.getFirst().index(), members.getLast().index() + 1, joined.toString(),
				rows.getFirst(), rows, parts);
	}

	String text(int index, T row) {
		Object value = this.text.apply(row);
		if (value instanceof String string) {
			return string;
		}
		throw new IllegalArgumentException(this.textName + " must be a string in every row, but was "
				+ ((value != null) ? value.getClass().getName() : "null") + " in row " + index);
	}

	/**
	 * A row, its index among all rows, and its text.
	 *
	 * @param index the index, from 0
	 * @param row the row
	 * @param text the text
	 * @param <T> the type of the row
	 */
	record Numbered<T>(int index, T row, String text) {
	}

}

package io.fletch.context.window;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Slides the window over the rows of each group.
 */
final class RowWindows<T> {

	private final List<T> rows;

	private final Function<? super T, ? extends @Nullable Object> text;

	private final String textName;

	private @Nullable Function<? super T, ? extends @Nullable Object> group;

	private String groupName = "group";

	RowWindows(List<T> rows, Function<? super T, ? extends @Nullable Object> text, String textName) {
		this.rows = rows;
		this.text = text;
		this.textName = textName;
	}

	RowWindows<T> group(@Nullable Function<? super T, ? extends @Nullable Object> group, String groupName) {
		this.group = group;
		this.groupName = groupName;
		return this;
	}

	List<Window<T>> windows(WindowSizes sizes) {
		int window = WindowSizes.require("window", sizes.window());
		int stride = WindowSizes.require("stride", sizes.stride());
		List<Window<T>> windows = new ArrayList<>();
		for (List<Integer> indices : groups()) {
			for (long start = 0; start < indices.size(); start += stride) {
				int from = (int) start;
				int to = (int) Math.min(start + window, indices.size());
				if (to - from == window || to - from >= sizes.minimum()) {
					windows.add(window(indices.subList(from, to)));
				}
			}
		}
		return List.copyOf(windows);
	}

	private Window<T> window(List<Integer> indices) {
		List<T> members = indices.stream().map(this.rows::get).toList();
		String joined = String.join(" ", indices.stream().map(this::text).toList());
		return new Window<>(indices.getFirst(), indices.getLast() + 1, joined, members.getFirst(), members);
	}

	private String text(int index) {
		Object value = this.text.apply(this.rows.get(index));
		if (value instanceof String string) {
			return string;
		}
		throw new IllegalArgumentException(this.textName + " must be a string in every row, but was "
				+ ((value != null) ? value.getClass().getName() : "null") + " in row " + index);
	}

	private Collection<List<Integer>> groups() {
		Map<Object, List<Integer>> groups = new TreeMap<>();
		for (int index = 0; index < this.rows.size(); index++) {
			Object key = (this.group != null) ? this.group.apply(this.rows.get(index)) : Boolean.TRUE;
			if (key != null) {
				group(groups, key).add(index);
			}
		}
		return groups.values();
	}

	private List<Integer> group(Map<Object, List<Integer>> groups, Object key) {
		try {
			return groups.computeIfAbsent(key, (absent) -> new ArrayList<>());
		}
		catch (ClassCastException ex) {
			throw new IllegalArgumentException(
					this.groupName + " must give keys of one type that has an order, but gave a "
							+ key.getClass().getName() + (groups.isEmpty() ? "" : " among others"),
					ex);
		}
	}

}

package io.fletch.context.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the windows over rows that are all there, in any order of their groups.
 */
final class RowWindows<T> {

	private final RowReading<T> reading;

	RowWindows(RowReading<T> reading) {
		this.reading = reading;
	}

	List<Window<T>> windows(List<T> rows, WindowSizes sizes) {
		List<Window<T>> windows = new ArrayList<>();
		SlidingWindow<T> sliding = new SlidingWindow<>(this.reading, sizes, windows::add);
		for (List<Integer> indices : groups(rows).values()) {
			indices.forEach((index) -> sliding.add(index, rows.get(index)));
			sliding.endGroup();
		}
		return List.copyOf(windows);
	}

	private Map<Object, List<Integer>> groups(List<T> rows) {
		Map<Object, List<Integer>> groups = new TreeMap<>();
		for (int index = 0; index < rows.size(); index++) {
			Object key = this.reading.key(rows.get(index));
			if (key != null) {
				group(groups, key).add(index);
			}
		}
		return groups;
	}

	private List<Integer> group(Map<Object, List<Integer>> groups, Object key) {
		try {
			return groups.computeIfAbsent(key, (absent) -> new ArrayList<>());
		}
		catch (ClassCastException ex) {
			throw this.reading.unordered(key, groups.isEmpty(), ex);
		}
	}

}

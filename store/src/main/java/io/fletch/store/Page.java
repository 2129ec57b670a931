package io.fletch.store;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * A part of a list of names.
 */
final class Page {

	private Page() {
	}

	static List<String> of(List<String> names, @Nullable String startAfter, int limit) {
		if (limit < 1) {
			throw new InvalidInputException("The limit of a page must be at least 1, but was " + limit);
		}
		return names.stream()
			.filter((name) -> startAfter == null || name.compareTo(startAfter) > 0)
			.limit(limit)
			.toList();
	}

}

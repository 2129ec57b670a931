package io.fletch.store.query.text;

import java.util.List;

import io.fletch.store.error.InvalidInputException;

/**
 * How large a text query is. Whoever reads it goes as deep as it nests.
 */
final class QuerySize {

	private static final int MAX_DEPTH = 100;

	private static final int MAX_PARTS = 10_000;

	private int parts;

	private QuerySize() {
	}

	/**
	 * Checks the parts of a query.
	 * @throws InvalidInputException if they are too many, or nest too deep
	 */
	static void require(List<List<TextQuery>> parts) {
		QuerySize size = new QuerySize();
		parts.forEach((some) -> size.addAll(some, 1));
	}

	private void addAll(List<TextQuery> queries, int depth) {
		queries.forEach((query) -> add(query, depth));
	}

	private void add(TextQuery query, int depth) {
		if (depth >= MAX_DEPTH) {
			throw new InvalidInputException("A text query nests more than " + MAX_DEPTH
					+ " deep; put queries side by side in one combination, as and(...) and or(...) do");
		}
		if (++this.parts > MAX_PARTS) {
			throw new InvalidInputException("A text query has more than " + MAX_PARTS
					+ " parts; ask for several words by one match, and for fewer in all");
		}
		switch (query) {
			case TextQuery.Combination combination -> {
				addAll(combination.must(), depth + 1);
				addAll(combination.should(), depth + 1);
				addAll(combination.mustNot(), depth + 1);
			}
			case TextQuery.Demotion demotion -> addAll(List.of(demotion.positive(), demotion.negative()), depth + 1);
			case TextQuery.Match match -> {
			}
			case TextQuery.Phrase phrase -> {
			}
			case TextQuery.Prefix prefix -> {
			}
			case TextQuery.MultiMatch match -> {
			}
			case TextQuery.QueryString typed -> {
			}
		}
	}

}

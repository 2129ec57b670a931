package io.fletch.store.scan;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.text.TextQuery;
import io.fletch.store.query.text.WordOperator;

/**
 * What a query asks of one column for, so that it can be shown there.
 */
final class HighlightedQuery {

	private final String column;

	private final Set<String> known;

	private final boolean hasPositions;

	private HighlightedQuery(String column, Set<String> known, boolean hasPositions) {
		this.column = column;
		this.known = known;
		this.hasPositions = hasPositions;
	}

	/**
	 * Takes what a query asks of a column.
	 * @param query the query
	 * @param column the name of the column
	 * @param known the names of all text columns
	 * @param hasPositions whether the index of the column knows where words stand
	 * @return a query for the column, or {@code null} if nothing is asked of it
	 */
	static @Nullable TextQuery of(TextQuery query, String column, Set<String> known, boolean hasPositions) {
		return new HighlightedQuery(column, known, hasPositions).of(query);
	}

	private @Nullable TextQuery of(TextQuery query) {
		return switch (query) {
			case TextQuery.Match match -> isAsked(match.column()) ? match.in(this.column) : null;
			case TextQuery.Phrase phrase -> isAsked(phrase.column()) ? phrase(phrase) : null;
			case TextQuery.Prefix prefix ->
				isAsked(prefix.column()) ? new TextQuery.Prefix(prefix.text(), this.column) : null;
			case TextQuery.MultiMatch match -> (match.columns().contains(this.column))
					? TextQuery.match(match.text(), this.column).with(match.operator()) : null;
			case TextQuery.Demotion demotion -> of(demotion.positive());
			case TextQuery.Combination combination -> combination(combination, this::of);
			case TextQuery.QueryString typed -> typed(typed);
		};
	}

	private boolean isAsked(@Nullable String name) {
		return name == null || name.equals(this.column);
	}

	private TextQuery phrase(TextQuery.Phrase phrase) {
		return (this.hasPositions) ? new TextQuery.Phrase(phrase.text(), this.column, phrase.slop())
				: TextQuery.match(phrase.text(), this.column).with(WordOperator.AND);
	}

	private static @Nullable TextQuery combination(TextQuery.Combination combination,
			Function<TextQuery, @Nullable TextQuery> part) {
		List<TextQuery> must = combination.must().stream().map(part).filter(Objects::nonNull).toList();
		List<TextQuery> should = combination.should().stream().map(part).filter(Objects::nonNull).toList();
		return (must.isEmpty() && should.isEmpty()) ? null : new TextQuery.Combination(must, should, List.of());
	}

	private @Nullable TextQuery typed(TextQuery.QueryString typed) {
		boolean isAsked = typed.columns().isEmpty() || typed.columns().contains(this.column);
		TextQuery parsed = typed.parsed(this.known);
		return (isAsked) ? of(parsed) : named(parsed);
	}

	/**
	 * Takes what was asked of the column by its name only.
	 */
	private @Nullable TextQuery named(TextQuery parsed) {
		return switch (parsed) {
			case TextQuery.Match match when match.column() == null -> null;
			case TextQuery.Phrase phrase when phrase.column() == null -> null;
			case TextQuery.Prefix prefix when prefix.column() == null -> null;
			case TextQuery.Combination combination -> combination(combination, this::named);
			default -> of(parsed);
		};
	}

}

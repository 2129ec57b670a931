package io.fletch.store;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.text.TextQuery;

/**
 * Which columns a question asks, apart from what it does not want.
 */
final class AskedColumns {

	private final Set<String> known;

	private final Set<String> asked = new LinkedHashSet<>();

	private AskedColumns(List<String> known) {
		this.known = new LinkedHashSet<>(known);
	}

	/**
	 * Finds the columns.
	 * @param question the question, or {@code null} if there is none in words
	 * @param known the columns that are asked where none is named
	 * @return the names of the columns
	 */
	static List<String> of(@Nullable Question question, List<String> known) {
		if (question == null) {
			return known;
		}
		AskedColumns columns = new AskedColumns(known);
		columns.add(question.query(), columns.known);
		return List.copyOf(columns.asked);
	}

	private void add(TextQuery query, Set<String> usual) {
		switch (query) {
			case TextQuery.Match match -> add(match.column(), usual);
			case TextQuery.Phrase phrase -> add(phrase.column(), usual);
			case TextQuery.Prefix prefix -> add(prefix.column(), usual);
			case TextQuery.MultiMatch match -> this.asked.addAll(match.columns());
			case TextQuery.QueryString typed ->
				add(typed.parsed(this.known), typed.columns().isEmpty() ? usual : new LinkedHashSet<>(typed.columns()));
			case TextQuery.Demotion demotion -> add(demotion.positive(), usual);
			case TextQuery.Combination combination -> {
				combination.must().forEach((each) -> add(each, usual));
				combination.should().forEach((each) -> add(each, usual));
			}
		}
	}

	private void add(@Nullable String column, Set<String> usual) {
		if (column != null) {
			this.asked.add(column);
		}
		else {
			this.asked.addAll(usual);
		}
	}

}

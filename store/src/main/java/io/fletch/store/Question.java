package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fletch.store.query.text.TextQuery;

/**
 * What a search asks in words.
 *
 * @param text the question, from which vectors are made and by which rerankers judge
 * @param query what is asked of the text columns
 * @param highlights what of the rows that are found is to be shown
 */
record Question(String text, TextQuery query, List<Highlight> highlights) {

	Question {
		highlights = List.copyOf(highlights);
	}

	static Question of(String text) {
		return new Question(text, TextQuery.match(text), List.of());
	}

	static Question of(TextQuery query) {
		return new Question(words(query).collect(Collectors.joining(" ")), query, List.of());
	}

	Question with(TextQuery changed) {
		return new Question(this.text, changed, this.highlights);
	}

	Question with(Highlight added) {
		List<Highlight> all = new ArrayList<>(this.highlights);
		all.removeIf((known) -> known.column().equals(added.column()));
		all.add(added);
		return new Question(this.text, this.query, all);
	}

	/**
	 * Returns what a query asks for, without what it does not want.
	 */
	private static Stream<String> words(TextQuery query) {
		return switch (query) {
			case TextQuery.Match match -> Stream.of(match.text());
			case TextQuery.Phrase phrase -> Stream.of(phrase.text());
			case TextQuery.Prefix prefix -> Stream.of(prefix.text());
			case TextQuery.MultiMatch match -> Stream.of(match.text());
			case TextQuery.QueryString typed -> Stream.of(typed.text());
			case TextQuery.Demotion demotion -> words(demotion.positive());
			case TextQuery.Combination combination ->
				Stream.concat(combination.must().stream(), combination.should().stream()).flatMap(Question::words);
		};
	}

	/**
	 * What is to be shown of a column.
	 *
	 * @param column the name of the column
	 * @param length about how many characters a highlight shall have
	 * @param count how many highlights at most
	 */
	record Highlight(String column, int length, int count) {
	}

}

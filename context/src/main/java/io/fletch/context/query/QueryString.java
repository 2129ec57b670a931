package io.fletch.context.query;

import java.util.Objects;
import java.util.regex.Pattern;

import io.fletch.store.query.text.TextQuery;

/**
 * Takes questions as what a user types into a search field: {@code "phrases"},
 * {@code +must}, {@code -not}, {@code column:word}, {@code word*} and so on, of which no
 * text is refused. The operators are asked of the texts; the vector is made of the words
 * that are wanted, without operators. Only the text side leaves out what is not wanted.
 */
public final class QueryString implements QueryTransformer {

	private static final Pattern UNWANTED = Pattern
		.compile("(?<!\\S)(?:-|NOT\\s+)(?:[\\p{L}\\p{N}_.]+:)?(?:\"[^\"]*\"(?:~\\d+)?|\\S+)");

	private static final Pattern OPERATOR = Pattern.compile(
			"(?<!\\S)(?:AND|OR|NOT)(?!\\S)|(?<!\\S)\\+|(?<=\\S)[*~]\\d*(?!\\S)|\"|(?<!\\S)[\\p{L}_][\\p{L}\\p{N}_.]*:(?=\\S)");

	private static final Pattern SPACE = Pattern.compile("\\s+");

	@Override
	public TransformedQuery transform(TransformedQuery query) {
		Objects.requireNonNull(query, "query");
		SearchText main = query.main();
		SearchText typed = main.withWords(TextQuery.queryString(main.text()));
		String wanted = OPERATOR.matcher(UNWANTED.matcher(main.text()).replaceAll(" ")).replaceAll(" ");
		String meaning = SPACE.matcher(wanted).replaceAll(" ").strip();
		boolean isPlain = meaning.isEmpty() || meaning.equals(main.text().strip()) || main.meaning() != null;
		return query.withMain(isPlain ? typed : typed.withMeaning(meaning));
	}

}

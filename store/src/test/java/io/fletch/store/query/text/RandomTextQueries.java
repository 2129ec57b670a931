package io.fletch.store.query.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * Texts and questions about them: words of which some are alike, some are stop words and
 * some are hostile.
 */
public final class RandomTextQueries {

	private static final List<String> WORDS = List.of("apple", "apples", "ample", "maple", "apply", "app", "the", "of",
			"run", "running", "runs", "ran", "rain", "Café", "cafe", "cake", "fan", "fans", "fun", "x1", "x2", "x12");

	private static final String TYPED = "apple +run -fan AND OR NOT title: body:x1 other:y \"the run\"~2 app* fun~1 "
			+ "caf~ \"\" ++--~~12**()[]{}\\/^!?:.,\t\n\0é東😀\ud83d";

	private static final int MOST_EXPANSIONS = 500;

	private final Random random;

	private final List<String> columns;

	/**
	 * Asks columns.
	 * @param random what decides
	 * @param columns their names
	 */
	public RandomTextQueries(Random random, List<String> columns) {
		this.random = random;
		this.columns = List.copyOf(columns);
	}

	/**
	 * Makes a text.
	 * @param most of how many words at most
	 * @return the text, perhaps empty
	 */
	public String text(int most) {
		List<String> words = new ArrayList<>();
		for (int i = this.random.nextInt(most + 1); i > 0; i--) {
			words.add(word());
		}
		return String.join((this.random.nextInt(4) == 0) ? ", " : " ", words);
	}

	private String word() {
		return WORDS.get(this.random.nextInt(WORDS.size()));
	}

	private @Nullable String column() {
		return this.random.nextBoolean() ? null : this.columns.get(this.random.nextInt(this.columns.size()));
	}

	/**
	 * Makes a query.
	 * @param depth how deep combinations go
	 * @return the query
	 */
	public TextQuery query(int depth) {
		return switch (this.random.nextInt((depth > 0) ? 10 : 6)) {
			case 0 -> match();
			case 1 -> match().with(new Fuzziness(this.random.nextInt(3), this.random.nextInt(3), MOST_EXPANSIONS));
			case 2 -> new TextQuery.Phrase(text(4), column(), this.random.nextInt(4));
			case 3 -> new TextQuery.Prefix(word().toLowerCase(Locale.ROOT).substring(0, 2), column());
			case 4 -> TextQuery.multiMatch(text(3), this.columns)
				.withBoosts(this.columns.stream().map((name) -> this.random.nextDouble()).toList());
			case 5 -> typed();
			case 9 -> new TextQuery.Combination(List.of(), List.of(), List.of(query(depth - 1)));
			case 6 -> new TextQuery.Demotion(query(depth - 1), query(depth - 1), this.random.nextDouble());
			default -> new TextQuery.Combination(queries(depth, 0), queries(depth, 1), queries(depth, 0));
		};
	}

	private TextQuery.Match match() {
		return new TextQuery.Match(text(4), column(), this.random.nextBoolean() ? WordOperator.AND : WordOperator.OR,
				Fuzziness.NONE, this.random.nextInt(3) / 2.0);
	}

	private List<TextQuery> queries(int depth, int least) {
		List<TextQuery> queries = new ArrayList<>();
		for (int i = least + this.random.nextInt(3); i > 0; i--) {
			queries.add(query(depth - 1));
		}
		return queries;
	}

	/**
	 * Makes what a user might type, by mistake or on purpose.
	 * @return the query
	 */
	public TextQuery.QueryString typed() {
		StringBuilder text = new StringBuilder();
		for (int pieces = this.random.nextInt(8); pieces > 0; pieces--) {
			int from = this.random.nextInt(TYPED.length());
			text.append(TYPED, from, Math.min(TYPED.length(), from + 1 + this.random.nextInt(9)));
		}
		return TextQuery.queryString(text.toString());
	}

}

package io.fletch.store.index.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import org.apache.lucene.index.Term;
import org.apache.lucene.queries.spans.SpanNearQuery;
import org.apache.lucene.queries.spans.SpanTermQuery;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.text.Fuzziness;
import io.fletch.store.query.text.TextQuery;
import io.fletch.store.query.text.WordOperator;

/**
 * Makes Lucene's queries of ours. What has no words becomes {@code null}. A query has at
 * most {@link #MAX_WORDS} words, each counted with all that it stands for; those behind
 * are left out.
 */
final class QueryTranslation {

	/** Below Lucene's limit of 1024 clauses. */
	private static final int MAX_WORDS = 1000;

	private final Map<String, Integer> columns = new LinkedHashMap<>();

	private final List<TextAnalysis> analyses;

	private final WordExpansion expansion;

	private int wordsLeft = MAX_WORDS;

	/** Whether what cannot be asked is asked in another way, instead of refused. */
	private boolean lenient;

	private boolean demotes;

	QueryTranslation(List<String> names, List<TextAnalysis> analyses, WordExpansion expansion) {
		names.forEach((name) -> this.columns.put(name, this.columns.size()));
		this.analyses = analyses;
		this.expansion = expansion;
	}

	@Nullable Query of(TextQuery query) throws IOException {
		return translate(query, List.copyOf(this.columns.keySet()));
	}

	/**
	 * Tells whether scores can be negative in what was translated.
	 */
	boolean demotes() {
		return this.demotes;
	}

	private @Nullable Query translate(TextQuery query, List<String> all) throws IOException {
		return switch (query) {
			case TextQuery.Match match -> boosted(
					best(asked(match.column(), all), (column, share) -> words(match, column, share)), match.boost());
			case TextQuery.Phrase phrase ->
				best(asked(phrase.column(), all), (column, share) -> phrase(phrase, column, share));
			case TextQuery.Prefix prefix ->
				best(asked(prefix.column(), all), (column, share) -> prefix(prefix.text(), column));
			case TextQuery.Combination combination -> combination(combination, all);
			case TextQuery.Demotion demotion -> demotion(demotion, all);
			case TextQuery.MultiMatch match -> multiMatch(match);
			case TextQuery.QueryString typed -> typed(typed, all);
		};
	}

	private static List<String> asked(@Nullable String column, List<String> all) {
		return (column != null) ? List.of(column) : all;
	}

	/**
	 * Asks columns; the best of their scores counts.
	 */
	private @Nullable Query best(List<String> names, ColumnTranslation translation) throws IOException {
		List<Query> queries = new ArrayList<>();
		for (int i = 0; i < names.size(); i++) {
			Query query = translation.translate(column(names.get(i)), this.wordsLeft / (names.size() - i));
			if (query != null) {
				queries.add(query);
			}
		}
		return best(queries);
	}

	private static @Nullable Query best(List<Query> queries) {
		return switch (queries.size()) {
			case 0 -> null;
			case 1 -> queries.get(0);
			default -> new DisjunctionMaxQuery(queries, 0);
		};
	}

	private int column(String name) {
		Integer column = this.columns.get(name);
		if (column == null) {
			throw new InvalidInputException("The column \"" + name + "\" has no full-text index; there is one for "
					+ this.columns.keySet() + ". Create an index for it, or ask another column");
		}
		return column;
	}

	private static @Nullable Query boosted(@Nullable Query query, double boost) {
		return (query == null || boost == 1) ? query : new BoostQuery(query, (float) boost);
	}

	private @Nullable Query words(TextQuery.Match match, int column, int share) throws IOException {
		return words(this.analyses.get(column).tokenize(match.text()), match, column, share);
	}

	private @Nullable Query words(List<TextAnalysis.Token> tokens, TextQuery.Match match, int column, int share)
			throws IOException {
		Map<String, Integer> counts = new LinkedHashMap<>();
		tokens.forEach((token) -> counts.merge(token.text(), 1, Integer::sum));
		BooleanClause.Occur occur = (match.operator() == WordOperator.AND) ? BooleanClause.Occur.MUST
				: BooleanClause.Occur.SHOULD;
		BooleanQuery.Builder query = new BooleanQuery.Builder();
		int left = share;
		for (Map.Entry<String, Integer> word : counts.entrySet()) {
			if (left <= 0) {
				break;
			}
			Term term = new Term(ColumnAnalyzers.field(column), word.getKey());
			List<Query> forms = forms(term, match.fuzziness(), left);
			left -= Math.max(1, forms.size());
			query.add(boosted(any(forms), word.getValue()), occur);
		}
		this.wordsLeft -= share - left;
		BooleanQuery result = query.build();
		return (result.clauses().isEmpty()) ? null : single(result);
	}

	private List<Query> forms(Term word, Fuzziness fuzziness, int most) throws IOException {
		int edits = fuzziness.editsFor(word.text());
		return (edits == 0) ? List.of(new TermQuery(word))
				: this.expansion.near(word, edits, fuzziness.prefixLength(), Math.min(most, fuzziness.maxExpansions()));
	}

	private static Query any(List<Query> forms) {
		BooleanQuery.Builder any = new BooleanQuery.Builder();
		forms.forEach((form) -> any.add(form, BooleanClause.Occur.SHOULD));
		return single(any.build());
	}

	private static Query single(BooleanQuery query) {
		return (query.clauses().size() == 1) ? query.clauses().get(0).query() : query;
	}

	private @Nullable Query phrase(TextQuery.Phrase phrase, int column, int share) throws IOException {
		List<TextAnalysis.Token> tokens = this.analyses.get(column).tokenize(phrase.text());
		List<TextAnalysis.Token> taken = tokens.subList(0, Math.min(share, tokens.size()));
		String field = ColumnAnalyzers.field(column);
		if (taken.size() > 1 && !this.analyses.get(column).withPositions()) {
			if (this.lenient) {
				return words(taken, TextQuery.match("").with(WordOperator.AND), column, share);
			}
			throw new InvalidInputException("The phrase \"" + phrase.text()
					+ "\" cannot be found: position is not found but required for phrase queries; "
					+ "create the index again with with_position true");
		}
		this.wordsLeft -= taken.size();
		return switch (taken.size()) {
			case 0 -> null;
			case 1 -> new TermQuery(new Term(field, taken.get(0).text()));
			default -> (phrase.slop() > 0) ? loose(field, taken, phrase.slop()) : exact(field, taken);
		};
	}

	private static Query exact(String field, List<TextAnalysis.Token> tokens) {
		PhraseQuery.Builder query = new PhraseQuery.Builder();
		tokens.forEach((token) -> query.add(new Term(field, token.text()), token.position()));
		return query.build();
	}

	/**
	 * Lucene's phrase with slop would take words in another order too.
	 */
	private static Query loose(String field, List<TextAnalysis.Token> tokens, int slop) {
		SpanNearQuery.Builder query = new SpanNearQuery.Builder(field, true).setSlop(slop);
		int position = tokens.get(0).position();
		for (TextAnalysis.Token token : tokens) {
			if (token.position() > position) {
				query.addGap(token.position() - position);
			}
			query.addClause(new SpanTermQuery(new Term(field, token.text())));
			position = token.position() + 1;
		}
		return query.build();
	}

	/**
	 * In an index of stems, the beginning may be longer than the stem: so the stem of it
	 * is found too.
	 */
	private @Nullable Query prefix(String text, int column) throws IOException {
		TextAnalysis analysis = this.analyses.get(column);
		String field = ColumnAnalyzers.field(column);
		Term beginning = new Term(field, analysis.analyzer().normalize(field, text));
		if (beginning.bytes().length == 0 || this.wordsLeft <= 1) {
			return null;
		}
		LinkedHashSet<Term> whole = new LinkedHashSet<>();
		List<TextAnalysis.Token> tokens = analysis.tokenize(text);
		if (tokens.size() == 1) {
			whole.add(new Term(field, tokens.get(0).text()));
		}
		this.wordsLeft -= 2;
		return this.expansion.beginningWith(beginning, whole);
	}

	private @Nullable Query combination(TextQuery.Combination combination, List<String> all) throws IOException {
		BooleanQuery.Builder query = new BooleanQuery.Builder();
		boolean empty = !combination.isAllBut();
		if (combination.isAllBut()) {
			query.add(new MatchAllDocsQuery(), BooleanClause.Occur.MUST);
			this.wordsLeft--;
		}
		empty &= !add(query, combination.must(), BooleanClause.Occur.MUST, all);
		empty &= !add(query, combination.should(), BooleanClause.Occur.SHOULD, all);
		boolean demotesBefore = this.demotes;
		add(query, combination.mustNot(), BooleanClause.Occur.MUST_NOT, all);
		this.demotes = demotesBefore;
		return (empty) ? null : query.build();
	}

	private boolean add(BooleanQuery.Builder query, List<TextQuery> parts, BooleanClause.Occur occur, List<String> all)
			throws IOException {
		boolean added = false;
		for (TextQuery part : parts) {
			Query translated = (this.wordsLeft > 0) ? translate(part, all) : null;
			if (translated != null) {
				query.add(translated, occur);
				added = true;
			}
		}
		return added;
	}

	private @Nullable Query demotion(TextQuery.Demotion demotion, List<String> all) throws IOException {
		Query positive = translate(demotion.positive(), all);
		Query negative = translate(demotion.negative(), all);
		if (positive == null || negative == null) {
			return positive;
		}
		this.demotes = true;
		return this.expansion.demoted(positive, negative, (float) demotion.negativeBoost());
	}

	private @Nullable Query multiMatch(TextQuery.MultiMatch match) throws IOException {
		List<Query> queries = new ArrayList<>();
		for (int i = 0; i < match.columns().size(); i++) {
			int share = this.wordsLeft / (match.columns().size() - i);
			TextQuery.Match words = TextQuery.match(match.text()).with(match.operator());
			Query query = boosted(words(words, column(match.columns().get(i)), share), match.boosts().get(i));
			if (query != null) {
				queries.add(query);
			}
		}
		return best(queries);
	}

	private @Nullable Query typed(TextQuery.QueryString typed, List<String> all) throws IOException {
		boolean lenientBefore = this.lenient;
		this.lenient = true;
		try {
			return translate(typed.parsed(this.columns.keySet()), (typed.columns().isEmpty()) ? all : typed.columns());
		}
		finally {
			this.lenient = lenientBefore;
		}
	}

	/**
	 * Asks one column.
	 */
	private interface ColumnTranslation {

		@Nullable Query translate(int column, int share) throws IOException;

	}

}

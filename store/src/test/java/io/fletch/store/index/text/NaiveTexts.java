package io.fletch.store.index.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.text.Fuzziness;
import io.fletch.store.query.text.TextQuery;
import io.fletch.store.query.text.WordOperator;

/**
 * Finds texts by looking at each of their words, without an index.
 */
final class NaiveTexts {

	private final TextAnalysis analysis;

	private final List<String> columns;

	NaiveTexts(TextAnalysis analysis, List<String> columns) {
		this.analysis = analysis;
		this.columns = columns;
	}

	/**
	 * Tells which rows a query finds: {@code null} if it asks nothing.
	 */
	@Nullable Predicate<Map<String, String>> rows(TextQuery query) {
		return rows(query, this.columns);
	}

	private @Nullable Predicate<Map<String, String>> rows(TextQuery query, List<String> all) {
		return switch (query) {
			case TextQuery.Match match -> any(match.column(), all, words(match));
			case TextQuery.Phrase phrase -> any(phrase.column(), all, phrase(phrase));
			case TextQuery.Prefix prefix -> any(prefix.column(), all, prefix(prefix.text()));
			case TextQuery.MultiMatch match ->
				any(null, match.columns(), words(TextQuery.match(match.text()).with(match.operator())));
			case TextQuery.Demotion demotion -> rows(demotion.positive(), all);
			case TextQuery.Combination combination -> combination(combination, all);
			case TextQuery.QueryString typed -> rows(typed.parsed(new HashSet<>(this.columns)), all);
		};
	}

	private @Nullable Predicate<Map<String, String>> any(@Nullable String column, List<String> all,
			@Nullable Predicate<List<TextAnalysis.Token>> condition) {
		List<String> asked = (column != null) ? List.of(column) : all;
		return (condition != null) ? (row) -> asked.stream()
			.anyMatch((name) -> condition.test(this.analysis.tokenize(row.getOrDefault(name, "")))) : null;
	}

	private @Nullable Predicate<List<TextAnalysis.Token>> words(TextQuery.Match match) {
		List<String> words = this.analysis.tokenize(match.text()).stream().map(TextAnalysis.Token::text).toList();
		if (words.isEmpty()) {
			return null;
		}
		return (tokens) -> {
			Predicate<String> isThere = (word) -> tokens.stream()
				.anyMatch((token) -> isNear(word, token.text(), match.fuzziness()));
			return (match.operator() == WordOperator.AND) ? words.stream().allMatch(isThere)
					: words.stream().anyMatch(isThere);
		};
	}

	private static boolean isNear(String word, String other, Fuzziness fuzziness) {
		int prefix = Math.min(fuzziness.prefixLength(), word.length());
		return word.equals(other)
				|| other.startsWith(word.substring(0, prefix)) && distance(word, other) <= fuzziness.editsFor(word);
	}

	/**
	 * Counts insertions, deletions, replacements and swaps of neighbours.
	 */
	private static int distance(String left, String right) {
		int[][] edits = new int[left.length() + 1][right.length() + 1];
		for (int i = 0; i <= left.length(); i++) {
			for (int j = 0; j <= right.length(); j++) {
				if (i == 0 || j == 0) {
					edits[i][j] = i + j;
					continue;
				}
				int replaced = edits[i - 1][j - 1] + ((left.charAt(i - 1) == right.charAt(j - 1)) ? 0 : 1);
				edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
				if (i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2)
						&& left.charAt(i - 2) == right.charAt(j - 1)) {
					edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
				}
			}
		}
		return edits[left.length()][right.length()];
	}

	private @Nullable Predicate<List<TextAnalysis.Token>> phrase(TextQuery.Phrase phrase) {
		List<TextAnalysis.Token> words = this.analysis.tokenize(phrase.text());
		return (words.isEmpty()) ? null
				: (tokens) -> tokens.stream()
					.anyMatch((token) -> token.text().equals(words.getFirst().text())
							&& follows(words, 1, tokens, token.position(), phrase.slop()));
	}

	/**
	 * Tells whether the words from one on stand behind a place.
	 */
	private static boolean follows(List<TextAnalysis.Token> words, int next, List<TextAnalysis.Token> tokens, int place,
			int slop) {
		if (next == words.size()) {
			return true;
		}
		int expected = place + words.get(next).position() - words.get(next - 1).position();
		return tokens.stream()
			.anyMatch((token) -> token.text().equals(words.get(next).text()) && token.position() >= expected
					&& token.position() - expected <= slop
					&& follows(words, next + 1, tokens, token.position(), slop - (token.position() - expected)));
	}

	private @Nullable Predicate<List<TextAnalysis.Token>> prefix(String beginning) {
		Set<String> whole = new HashSet<>();
		List<TextAnalysis.Token> words = this.analysis.tokenize(beginning);
		if (words.size() == 1) {
			whole.add(words.getFirst().text());
		}
		String normal = this.analysis.analyzer().normalize("", beginning).utf8ToString();
		return (normal.isEmpty()) ? null : (tokens) -> tokens.stream()
			.anyMatch((token) -> token.text().startsWith(normal) || whole.contains(token.text()));
	}

	private @Nullable Predicate<Map<String, String>> combination(TextQuery.Combination combination, List<String> all) {
		List<Predicate<Map<String, String>>> must = parts(combination.must(), all);
		List<Predicate<Map<String, String>>> should = parts(combination.should(), all);
		List<Predicate<Map<String, String>>> mustNot = parts(combination.mustNot(), all);
		if (must.isEmpty() && should.isEmpty() && !combination.isAllBut()) {
			return null;
		}
		return (row) -> must.stream().allMatch((part) -> part.test(row))
				&& (!must.isEmpty() || combination.isAllBut() || should.stream().anyMatch((part) -> part.test(row)))
				&& mustNot.stream().noneMatch((part) -> part.test(row));
	}

	private List<Predicate<Map<String, String>>> parts(List<TextQuery> queries, List<String> all) {
		List<Predicate<Map<String, String>>> parts = new ArrayList<>();
		queries.stream().map((query) -> rows(query, all)).filter(Objects::nonNull).forEach(parts::add);
		return parts;
	}

}

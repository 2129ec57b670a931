package io.fletch.store.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CancelledException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.text.TextQuery;
import io.fletch.store.query.text.WordOperator;

/**
 * A query over several full-text indexes: each part is asked of the index of its column,
 * and what they find is put together as one index would. Scores of rows by their ids;
 * {@code null} for what asks nothing.
 */
final class SpreadQuery {

	private static final int INTERRUPT_STEPS = 1024;

	/** Nothing is refused, so every row is found. */
	private static final TextQuery EVERY_ROW = new TextQuery.Combination(List.of(), List.of(),
			List.of(TextQuery.match("")));

	private final TextScan scan;

	private final RowSelection selection;

	/** Whether what cannot be asked is asked in another way, instead of refused. */
	private boolean lenient;

	/** How many rows were put together. */
	private long steps;

	SpreadQuery(TextScan scan, RowSelection selection) {
		this.scan = scan;
		this.selection = selection;
	}

	List<Candidate> find(TextQuery query, int limit) throws IOException {
		if (query instanceof TextQuery.QueryString typed) {
			this.lenient = true;
			return find(parsed(typed), columns(typed, this.scan.columns()), limit);
		}
		return find(query, this.scan.columns(), limit);
	}

	private List<Candidate> find(TextQuery query, List<String> all, int limit) throws IOException {
		if (query instanceof TextQuery.Combination combination && combination.isAllBut()) {
			RowSelection others = this.selection.minus(rows(combination.mustNot(), all));
			return this.scan.find(this.scan.anyIndex(), EVERY_ROW, limit, others);
		}
		boolean isLeaf = query instanceof TextQuery.Match || query instanceof TextQuery.Phrase
				|| query instanceof TextQuery.Prefix || query instanceof TextQuery.MultiMatch;
		// The best of several columns are among the best of each.
		Map<Long, Double> scores = scores(query, all, (isLeaf) ? limit : Integer.MAX_VALUE);
		if (scores == null) {
			return List.of();
		}
		return scores.entrySet()
			.stream()
			.map((entry) -> new Candidate(entry.getKey(), entry.getValue()))
			.sorted()
			.limit(limit)
			.toList();
	}

	/**
	 * Returns the rows that some of the queries find.
	 */
	private RowSelection rows(List<TextQuery> queries, List<String> all) throws IOException {
		RowSelection.Builder rows = new RowSelection.Builder(this.scan.manifest());
		for (TextQuery query : queries) {
			Map<Long, Double> scores = scores(query, all, Integer.MAX_VALUE);
			if (scores != null) {
				scores.keySet().forEach((rowId) -> {
					step();
					rows.add(rowId);
				});
			}
		}
		return rows.build();
	}

	private void step() {
		if (++this.steps % INTERRUPT_STEPS == 0) {
			CancelledException.throwIfInterrupted();
		}
	}

	private @Nullable Map<Long, Double> scores(TextQuery query, List<String> all, int limit) throws IOException {
		return switch (query) {
			case TextQuery.Match match -> best(asked(match.column(), all, match::in), limit);
			case TextQuery.Phrase phrase ->
				best(asked(phrase.column(), all, (column) -> phrase(phrase, column)), limit);
			case TextQuery.Prefix prefix ->
				best(asked(prefix.column(), all, (column) -> new TextQuery.Prefix(prefix.text(), column)), limit);
			case TextQuery.MultiMatch match -> best(asked(match), limit);
			case TextQuery.Combination combination -> combination(combination, all);
			case TextQuery.Demotion demotion -> demotion(demotion, all);
			case TextQuery.QueryString typed -> typed(typed, all);
		};
	}

	private static List<Part> asked(@Nullable String column, List<String> all, ColumnQuery query) {
		return ((column != null) ? List.of(column) : all).stream()
			.map((name) -> new Part(name, query.of(name)))
			.toList();
	}

	private static List<Part> asked(TextQuery.MultiMatch match) {
		List<Part> parts = new ArrayList<>();
		for (int i = 0; i < match.columns().size(); i++) {
			String column = match.columns().get(i);
			parts.add(new Part(column, new TextQuery.MultiMatch(match.text(), List.of(column),
					List.of(match.boosts().get(i)), match.operator())));
		}
		return parts;
	}

	private TextQuery phrase(TextQuery.Phrase phrase, String column) {
		return (this.lenient && !this.scan.hasPositions(column))
				? TextQuery.match(phrase.text(), column).with(WordOperator.AND)
				: new TextQuery.Phrase(phrase.text(), column, phrase.slop());
	}

	private @Nullable Map<Long, Double> best(List<Part> parts, int limit) throws IOException {
		Map<Long, Double> best = new HashMap<>();
		boolean asksNothing = true;
		for (Part part : parts) {
			LiveText index = this.scan.indexOf(part.column());
			List<Candidate> found = this.scan.find(index, part.query(), limit, this.selection);
			found.forEach((row) -> {
				step();
				best.merge(row.rowId(), row.score(), Math::max);
			});
			asksNothing &= found.isEmpty() && index.asksNothing(part.query());
		}
		return (asksNothing) ? null : best;
	}

	private @Nullable Map<Long, Double> combination(TextQuery.Combination combination, List<String> all)
			throws IOException {
		List<Map<Long, Double>> must = combination.isAllBut() ? List.of(everyRow())
				: allScores(combination.must(), all);
		List<Map<Long, Double>> should = allScores(combination.should(), all);
		if (must.isEmpty() && should.isEmpty()) {
			return null;
		}
		Map<Long, Double> sums = sum(must);
		must.forEach((scores) -> sums.keySet().retainAll(scores.keySet()));
		sum(should).forEach((rowId, score) -> {
			step();
			if (must.isEmpty() || sums.containsKey(rowId)) {
				sums.merge(rowId, score, Double::sum);
			}
		});
		allScores(combination.mustNot(), all).forEach((scores) -> sums.keySet().removeAll(scores.keySet()));
		return rounded(sums);
	}

	private Map<Long, Double> everyRow() throws IOException {
		Map<Long, Double> rows = new HashMap<>();
		for (Candidate row : this.scan.find(this.scan.anyIndex(), EVERY_ROW, Integer.MAX_VALUE, this.selection)) {
			step();
			rows.put(row.rowId(), row.score());
		}
		return rows;
	}

	private Map<Long, Double> sum(List<Map<Long, Double>> parts) {
		Map<Long, Double> sums = new HashMap<>();
		for (Map<Long, Double> scores : parts) {
			scores.forEach((rowId, score) -> {
				step();
				sums.merge(rowId, score, Double::sum);
			});
		}
		return rounded(sums);
	}

	private List<Map<Long, Double>> allScores(List<TextQuery> queries, List<String> all) throws IOException {
		List<Map<Long, Double>> found = new ArrayList<>();
		for (TextQuery query : queries) {
			Map<Long, Double> scores = scores(query, all, Integer.MAX_VALUE);
			if (scores != null) {
				found.add(scores);
			}
		}
		return found;
	}

	private @Nullable Map<Long, Double> demotion(TextQuery.Demotion demotion, List<String> all) throws IOException {
		Map<Long, Double> positive = scores(demotion.positive(), all, Integer.MAX_VALUE);
		Map<Long, Double> negative = scores(demotion.negative(), all, Integer.MAX_VALUE);
		if (positive == null || negative == null) {
			return positive;
		}
		// With the precision of the index, so that the scores are the same.
		float factor = (float) demotion.negativeBoost();
		Map<Long, Double> demoted = new HashMap<>();
		positive.forEach((rowId, score) -> {
			step();
			demoted.put(rowId, (double) (score.floatValue() - factor * negative.getOrDefault(rowId, 0.0).floatValue()));
		});
		return demoted;
	}

	private @Nullable Map<Long, Double> typed(TextQuery.QueryString typed, List<String> all) throws IOException {
		boolean lenientBefore = this.lenient;
		this.lenient = true;
		try {
			return scores(parsed(typed), columns(typed, all), Integer.MAX_VALUE);
		}
		finally {
			this.lenient = lenientBefore;
		}
	}

	private TextQuery parsed(TextQuery.QueryString typed) {
		return typed.parsed(Set.copyOf(this.scan.columns()));
	}

	private static List<String> columns(TextQuery.QueryString typed, List<String> all) {
		return (typed.columns().isEmpty()) ? all : typed.columns();
	}

	/**
	 * Keeps what an index would keep of a sum.
	 */
	private static Map<Long, Double> rounded(Map<Long, Double> scores) {
		scores.replaceAll((rowId, score) -> (double) score.floatValue());
		return scores;
	}

	/**
	 * A query for one column.
	 */
	private record Part(String column, TextQuery query) {
	}

	/**
	 * Asks a column.
	 */
	private interface ColumnQuery {

		TextQuery of(String column);

	}

}

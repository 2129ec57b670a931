package io.fletch.rerankers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;

/**
 * What of a search's rows a model judges, and how many of them it keeps.
 *
 * @param column the column that it reads, or {@code null} for the text that the search is
 * about
 * @param depth how many rows are judged, at least 1; the others are left away
 * @param topN how many rows are kept, at least 1
 */
public record RerankScope(@Nullable String column, int depth, int topN) {

	/** The text that the search is about, of the best 100 rows, all of which are kept. */
	public static final RerankScope DEFAULT = new RerankScope(null, 100, Integer.MAX_VALUE);

	private static final String COLUMN = "column";

	private static final String DEPTH = "depth";

	private static final String TOP_N = "top-n";

	private static final Comparator<Candidate> BEST_FIRST = Comparator.comparingDouble(Candidate::score).reversed();

	/**
	 * Checks the numbers.
	 * @param column the column
	 * @param depth how many rows are judged
	 * @param topN how many rows are kept
	 * @throws InvalidInputException if a number is less than 1, or the column blank
	 */
	public RerankScope {
		if (column != null && column.isBlank()) {
			throw new InvalidInputException(
					"column must not be blank: name a column, or give none for the text that the search is about");
		}
		requirePositive(DEPTH, depth);
		requirePositive("topN", topN);
	}

	private static void requirePositive(String name, int value) {
		if (value < 1) {
			throw new InvalidInputException(name + " must be at least 1, but was " + value);
		}
	}

	/**
	 * Returns the options that {@link #of(EmbeddingOptions)} reads.
	 * @return the options
	 */
	public static List<EmbeddingOption> options() {
		return options("the column that is judged; the text that the search is about by default");
	}

	/**
	 * Returns the options with others before them.
	 * @param column what the column is
	 */
	static List<EmbeddingOption> options(String column, EmbeddingOption... others) {
		List<EmbeddingOption> options = new ArrayList<>(List.of(others));
		options.add(EmbeddingOption.optional(COLUMN, column));
		options.add(EmbeddingOption.of(DEPTH, "how many rows are judged; the others are left away",
				Integer.toString(DEFAULT.depth)));
		options.add(EmbeddingOption.optional(TOP_N, "how many rows are kept; all by default"));
		return options;
	}

	/**
	 * Returns what options say.
	 * @param options the options of a reranker
	 * @return the scope
	 */
	public static RerankScope of(EmbeddingOptions options) {
		Objects.requireNonNull(options, "options");
		return new RerankScope(options.find(COLUMN), options.number(DEPTH, 1, Integer.MAX_VALUE),
				(options.find(TOP_N) != null) ? options.number(TOP_N, 1, Integer.MAX_VALUE) : DEFAULT.topN);
	}

	/**
	 * Judges another column.
	 * @param name its name
	 * @return the changed scope
	 */
	public RerankScope withColumn(String name) {
		Objects.requireNonNull(name, "name");
		return new RerankScope(name, this.depth, this.topN);
	}

	/**
	 * Judges more or fewer rows.
	 * @param rows how many
	 * @return the changed scope
	 */
	public RerankScope withDepth(int rows) {
		return new RerankScope(this.column, rows, this.topN);
	}

	/**
	 * Keeps more or fewer rows.
	 * @param rows how many
	 * @return the changed scope
	 */
	public RerankScope withTopN(int rows) {
		return new RerankScope(this.column, this.depth, rows);
	}

	int mostRows() {
		return Math.min(this.depth, this.topN);
	}

	/**
	 * Returns the rows to judge.
	 */
	List<Candidate> first(RankedRows rows) {
		List<Candidate> fused = rows.fused();
		return fused.subList(0, Math.min(this.depth, fused.size()));
	}

	/**
	 * Orders rows by what a model made of them; those that it takes for equal stay in
	 * their order.
	 * @param judge the name of the model, for messages
	 */
	List<Candidate> ranked(String judge, List<Candidate> rows, double[] scores) {
		if (scores.length != rows.size()) {
			throw new RerankException(
					"The model '" + judge + "' gave " + scores.length + " scores for " + rows.size() + " texts");
		}
		List<Candidate> ranked = new ArrayList<>(rows.size());
		for (int i = 0; i < scores.length; i++) {
			if (Double.isNaN(scores[i])) {
				throw new RerankException("The model '" + judge + "' gave text " + (i + 1) + " of " + scores.length
						+ " the score NaN; it must give a number for each");
			}
			ranked.add(new Candidate(rows.get(i).rowId(), scores[i]));
		}
		ranked.sort(BEST_FIRST);
		return List.copyOf(ranked.subList(0, Math.min(this.topN, ranked.size())));
	}

	/**
	 * Checks that there is something to judge rows by.
	 */
	static String requireQuestion(String judge, RankedRows rows) {
		if (rows.query().isBlank()) {
			throw new InvalidInputException("The reranker '" + judge
					+ "' judges rows by a question, but that of the search is blank; give one by rerank(reranker, question)");
		}
		return rows.query();
	}

	/**
	 * Makes the exception that says that a column holds something else.
	 */
	InvalidInputException misfit(String judge, String wanted, Object value) {
		return new InvalidInputException("The reranker '" + judge + "' judges " + wanted + ", but "
				+ ((this.column != null) ? "the column '" + this.column + "'" : "the column of the search") + " has "
				+ value.getClass().getSimpleName() + "; give it a column of " + wanted);
	}

}

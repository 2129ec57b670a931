package io.fletch.rerankers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

/**
 * Maximal marginal relevance, named {@code mmr}: rows that are relevant and unlike those
 * before them. The next row is the one with the greatest
 * {@code lambda * relevance - (1 - lambda) * similarity}, where relevance is brought to
 * the range from 0 to 1 within what was found, and similarity is the greatest cosine with
 * a row that was chosen before, at least 0. Rows without a vector are like no other.
 * Several rankings are fused by reciprocal rank fusion first; those that come first then
 * are compared, as time grows with the square of their number.
 *
 * @param lambda how much relevance counts, from 0 to 1
 * @param scope the column of the vectors, by default the one that the search compares
 * with; how many rows are compared, and how many of them are kept
 * @see <a href="https://dl.acm.org/doi/10.1145/290941.291025">The use of MMR,
 * diversity-based reranking for reordering documents and producing summaries</a>
 */
public record MaximalMarginalRelevance(double lambda, RerankScope scope) implements Reranker {

	/** The name by which configuration refers to this reranker. */
	public static final String NAME = "mmr";

	/** How much relevance counts by default. */
	public static final double DEFAULT_LAMBDA = 0.5;

	/**
	 * Checks the weight.
	 * @param lambda how much relevance counts
	 * @param scope what is compared
	 * @throws InvalidInputException if the weight is not from 0 to 1
	 */
	public MaximalMarginalRelevance {
		Objects.requireNonNull(scope, "scope");
		if (!(lambda >= 0 && lambda <= 1)) {
			throw new InvalidInputException("lambda must be from 0 to 1, but was " + lambda);
		}
	}

	/**
	 * Takes the vectors that the search compares with, and relevance for one half.
	 */
	public MaximalMarginalRelevance() {
		this(DEFAULT_LAMBDA);
	}

	/**
	 * Takes the vectors that the search compares with.
	 * @param lambda how much relevance counts, from 0 to 1
	 */
	public MaximalMarginalRelevance(double lambda) {
		this(lambda, RerankScope.DEFAULT);
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public int mostRows() {
		return this.scope.mostRows();
	}

	@Override
	public List<Candidate> rerank(RankedRows rows) {
		Objects.requireNonNull(rows, "rows");
		List<Candidate> found = this.scope.first(rows);
		if (found.isEmpty()) {
			return List.of();
		}
		Scale scale = Scale.of(found);
		List<Left> left = new ArrayList<>(found.size());
		List<@Nullable Object> vectors = rows.vectorsOf(this.scope.column(), found);
		for (int i = 0; i < found.size(); i++) {
			left.add(new Left(found.get(i).rowId(), scale.of(found.get(i)), unit(vectors.get(i))));
		}
		requireOneLength(left);
		int wanted = Math.min(this.scope.topN(), left.size());
		List<Candidate> chosen = new ArrayList<>(wanted);
		while (chosen.size() < wanted) {
			if (Thread.currentThread().isInterrupted()) {
				throw new RerankException(
						"The reranker 'mmr' was interrupted after " + chosen.size() + " of " + wanted + " rows");
			}
			Left best = left.remove(best(left));
			chosen.add(new Candidate(best.rowId, score(best)));
			left.forEach((other) -> other.meet(best));
		}
		return chosen;
	}

	/**
	 * Of rows that are equally good, the one that was found first.
	 */
	private int best(List<Left> left) {
		int best = 0;
		for (int i = 1; i < left.size(); i++) {
			if (score(left.get(i)) > score(left.get(best))) {
				best = i;
			}
		}
		return best;
	}

	private double score(Left row) {
		return this.lambda * row.relevance - (1 - this.lambda) * row.similarity;
	}

	private float @Nullable [] unit(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		double[] numbers = numbers(value);
		double squares = 0;
		for (double number : numbers) {
			squares += number * number;
		}
		double length = Math.sqrt(squares);
		if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
			return null;
		}
		float[] unit = new float[numbers.length];
		for (int i = 0; i < unit.length; i++) {
			unit[i] = (float) (numbers[i] / length);
		}
		return unit;
	}

	private double[] numbers(Object value) {
		if (value instanceof double[] numbers) {
			return numbers;
		}
		if (!(value instanceof float[] vector)) {
			String column = this.scope.column();
			String kind = (value instanceof List<?>) ? "several vectors a row" : value.getClass().getSimpleName();
			throw new InvalidInputException("The reranker 'mmr' compares vectors of numbers, one a row, but "
					+ ((column != null) ? "the column '" + column + "'" : "the column of the search") + " has " + kind
					+ "; give it a column of one float vector a row");
		}
		double[] numbers = new double[vector.length];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = vector[i];
		}
		return numbers;
	}

	private static void requireOneLength(List<Left> rows) {
		List<Integer> lengths = rows.stream()
			.filter((row) -> row.vector != null)
			.map((row) -> (row.vector != null) ? row.vector.length : 0)
			.distinct()
			.toList();
		if (lengths.size() > 1) {
			throw new InvalidInputException(
					"The reranker 'mmr' compares vectors of one length, but was given some of " + lengths);
		}
	}

	/**
	 * A row that was not chosen yet.
	 */
	private static final class Left {

		private final long rowId;

		private final double relevance;

		private final float @Nullable [] vector;

		private double similarity;

		Left(long rowId, double relevance, float @Nullable [] vector) {
			this.rowId = rowId;
			this.relevance = relevance;
			this.vector = vector;
		}

		/**
		 * Compares with a row that was chosen.
		 */
		void meet(Left chosen) {
			float[] one = this.vector;
			float[] other = chosen.vector;
			if (one == null || other == null) {
				return;
			}
			double cosine = 0;
			for (int i = 0; i < one.length; i++) {
				cosine += one[i] * other[i];
			}
			this.similarity = Math.max(this.similarity, cosine);
		}

	}

}

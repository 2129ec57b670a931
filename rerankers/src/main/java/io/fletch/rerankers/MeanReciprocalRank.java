package io.fletch.rerankers;

import java.util.List;
import java.util.Objects;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;

/**
 * Weighted mean of reciprocal ranks, named {@code mrr}: the relevance of a row is the sum
 * of {@code weight / rank} over the two sides of a hybrid search, with ranks from 1 and 0
 * from a side that did not find the row. Several rankings of one kind share the weight of
 * their side; if all rankings are of one kind, the relevance is the plain mean of
 * {@code 1 / rank}. Scores do not matter, and first ranks stand out more than in
 * {@link ReciprocalRankFusion}.
 *
 * @param vectorWeight how much the vector side counts, from 0 to 1
 * @param textWeight how much the text side counts; the two weights add up to 1
 */
public record MeanReciprocalRank(double vectorWeight, double textWeight) implements Reranker {

	/** The name by which configuration refers to this reranker. */
	public static final String NAME = "mrr";

	private static final double TOLERANCE = 1e-6;

	public MeanReciprocalRank {
		requireFraction("vector", vectorWeight);
		requireFraction("text", textWeight);
		if (Math.abs(vectorWeight + textWeight - 1) > TOLERANCE) {
			throw new InvalidInputException("The vector weight and the text weight must add up to 1, but were "
					+ vectorWeight + " and " + textWeight);
		}
	}

	/**
	 * Creates the mean with weight 0.5 for either side.
	 */
	public MeanReciprocalRank() {
		this(0.5, 0.5);
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public List<Candidate> rerank(RankedRows rows) {
		Objects.requireNonNull(rows, "rows");
		Relevance relevance = new Relevance();
		for (Ranking ranking : rows.rankings()) {
			double weight = weight(ranking.source(), rows.rankings());
			int rank = 1;
			for (Candidate candidate : ranking.candidates()) {
				relevance.add(candidate.rowId(), weight / rank);
				rank++;
			}
		}
		return relevance.candidates();
	}

	private double weight(Ranking.Source source, List<Ranking> rankings) {
		long ofThisKind = rankings.stream().filter((ranking) -> ranking.source() == source).count();
		if (ofThisKind == rankings.size()) {
			return 1.0 / ofThisKind;
		}
		return ((source == Ranking.Source.VECTOR) ? this.vectorWeight : this.textWeight) / ofThisKind;
	}

	private static void requireFraction(String side, double value) {
		if (!(value >= 0 && value <= 1)) {
			throw new InvalidInputException("The " + side + " weight must be from 0 to 1, but was " + value);
		}
	}

}

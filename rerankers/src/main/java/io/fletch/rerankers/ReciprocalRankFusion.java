package io.fletch.rerankers;

import java.util.List;
import java.util.Objects;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankFusion;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

/**
 * Reciprocal rank fusion, named {@code rrf}: the relevance of a row is the sum of
 * {@code 1 / (k + rank)} over the rankings that hold it, with ranks from 1. Scores do not
 * matter. The store fuses so too where a search names no reranker.
 *
 * @param k how little the first ranks stand out, at least 1
 * @see RankFusion
 */
public record ReciprocalRankFusion(int k) implements Reranker {

	/** The name by which configuration refers to this reranker. */
	public static final String NAME = "rrf";

	public ReciprocalRankFusion {
		if (k < 1) {
			throw new InvalidInputException("k must be at least 1, but was " + k);
		}
	}

	/**
	 * Creates the fusion with the constant of the paper, 60.
	 */
	public ReciprocalRankFusion() {
		this(RankFusion.DEFAULT_K);
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public List<Candidate> rerank(RankedRows rows) {
		Objects.requireNonNull(rows, "rows");
		return RankFusion.reciprocal(rows.rankings(), this.k);
	}

}

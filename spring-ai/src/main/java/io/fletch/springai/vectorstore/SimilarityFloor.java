package io.fletch.springai.vectorstore;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Candidate;
import io.fletch.store.query.Distance;
import io.fletch.store.query.RankFusion;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

/**
 * Ranks rows, and leaves away what is less similar to the question than the request
 * allows, whether its words or its meaning found it.
 *
 * @param reranker ranks; {@code null} for reciprocal rank fusion
 * @param distance how vectors are compared
 * @param least the least similarity
 */
record SimilarityFloor(@Nullable Reranker reranker, Distance distance, double least) implements Reranker {

	@Override
	public String name() {
		return (this.reranker != null) ? this.reranker.name() : "rrf";
	}

	@Override
	public List<Candidate> rerank(RankedRows rows) {
		List<Candidate> ranked = (this.reranker != null) ? this.reranker.rerank(rows)
				: RankFusion.reciprocal(rows.rankings(), RankFusion.DEFAULT_K);
		float[] question = rows.questionVectors().getFirst();
		List<@Nullable Object> vectors = rows.vectorsOf(DocumentTable.EMBEDDING, ranked);
		List<Candidate> kept = new ArrayList<>();
		for (int i = 0; i < ranked.size(); i++) {
			if (vectors.get(i) instanceof float[] vector
					&& Similarity.between(this.distance, question, vector) >= this.least) {
				kept.add(ranked.get(i));
			}
		}
		return kept;
	}

	@Override
	public int mostRows() {
		return (this.reranker != null) ? this.reranker.mostRows() : Integer.MAX_VALUE;
	}

}

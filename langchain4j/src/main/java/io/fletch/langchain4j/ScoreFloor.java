package io.fletch.langchain4j;

import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.langchain4j.store.embedding.RelevanceScore;
import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankFusion;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

/**
 * Joins the sides of a hybrid search, and leaves away what is less like the question than
 * the request allows.
 *
 * @param reranker joins the sides; {@code null} for reciprocal rank fusion
 * @param question the embedding of the question
 * @param least the least relevance score
 */
record ScoreFloor(@Nullable Reranker reranker, Embedding question, double least) implements Reranker {

	@Override
	public String name() {
		return (this.reranker != null) ? this.reranker.name() : "rrf";
	}

	@Override
	public List<Candidate> rerank(RankedRows rows) {
		List<Candidate> joined = (this.reranker != null) ? this.reranker.rerank(rows)
				: RankFusion.reciprocal(rows.rankings(), RankFusion.DEFAULT_K);
		List<@Nullable Object> vectors = rows.vectorsOf(StoredSegment.VECTOR, joined);
		List<Candidate> kept = new ArrayList<>();
		for (int i = 0; i < joined.size(); i++) {
			if (vectors.get(i) instanceof float[] vector
					&& score(this.question, Embedding.from(vector)) >= this.least) {
				kept.add(joined.get(i));
			}
		}
		return kept;
	}

	@Override
	public int mostRows() {
		return (this.reranker != null) ? this.reranker.mostRows() : Integer.MAX_VALUE;
	}

	/**
	 * Returns the relevance score of two embeddings.
	 */
	static double score(Embedding question, Embedding embedding) {
		return RelevanceScore.fromCosineSimilarity(CosineSimilarity.between(question, embedding));
	}

}

package io.fletch.store.index.text;

import java.io.IOException;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/**
 * Takes from the score of one query that of another. The result may be negative, so that
 * rows must not be passed over by their scores.
 */
final class DemotionQuery extends Query {

	private final Query positive;

	private final Query negative;

	private final float factor;

	DemotionQuery(Query positive, Query negative, float factor) {
		this.positive = positive;
		this.negative = negative;
		this.factor = factor;
	}

	@Override
	public Query rewrite(IndexSearcher searcher) throws IOException {
		Query newPositive = this.positive.rewrite(searcher);
		Query newNegative = this.negative.rewrite(searcher);
		return (newPositive == this.positive && newNegative == this.negative) ? this
				: new DemotionQuery(newPositive, newNegative, this.factor);
	}

	@Override
	public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) throws IOException {
		Weight found = this.positive.createWeight(searcher, mode, boost);
		if (!mode.needsScores()) {
			return found;
		}
		return new DemotionWeight(this, found, this.negative.createWeight(searcher, ScoreMode.COMPLETE, boost));
	}

	@Override
	public void visit(QueryVisitor visitor) {
		QueryVisitor inner = visitor.getSubVisitor(BooleanClause.Occur.MUST, this);
		this.positive.visit(inner);
		this.negative.visit(inner);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof DemotionQuery query && this.positive.equals(query.positive)
				&& this.negative.equals(query.negative) && this.factor == query.factor;
	}

	@Override
	public int hashCode() {
		return 31 * this.positive.hashCode() + this.negative.hashCode();
	}

	@Override
	public String toString(String field) {
		return this.positive.toString(field) + " - " + this.factor + " * " + this.negative.toString(field);
	}

	/**
	 * Both queries over one index.
	 */
	private static final class DemotionWeight extends Weight {

		private final Weight positive;

		private final Weight negative;

		private final float factor;

		DemotionWeight(DemotionQuery query, Weight positive, Weight negative) {
			super(query);
			this.positive = positive;
			this.negative = negative;
			this.factor = query.factor;
		}

		@Override
		public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
			ScorerSupplier found = this.positive.scorerSupplier(leaf);
			Scorer against = this.negative.scorer(leaf);
			if (found == null || against == null) {
				return found;
			}
			return new ScorerSupplier() {

				@Override
				public Scorer get(long leadCost) throws IOException {
					return new DemotionScorer(found.get(leadCost), against, DemotionWeight.this.factor);
				}

				@Override
				public long cost() {
					return found.cost();
				}

			};
		}

		@Override
		public Explanation explain(LeafReaderContext leaf, int row) throws IOException {
			return this.positive.explain(leaf, row);
		}

		@Override
		public boolean isCacheable(LeafReaderContext leaf) {
			return false;
		}

	}

	/**
	 * Both queries over one segment.
	 */
	private static final class DemotionScorer extends Scorer {

		private final Scorer positive;

		private final Scorer negative;

		private final float factor;

		private final DocIdSetIterator rowsAgainst;

		DemotionScorer(Scorer positive, Scorer negative, float factor) {
			this.positive = positive;
			this.negative = negative;
			this.factor = factor;
			this.rowsAgainst = negative.iterator();
		}

		@Override
		public int docID() {
			return this.positive.docID();
		}

		@Override
		public DocIdSetIterator iterator() {
			return this.positive.iterator();
		}

		@Override
		public float score() throws IOException {
			int row = docID();
			if (this.rowsAgainst.docID() < row) {
				this.rowsAgainst.advance(row);
			}
			float against = (this.rowsAgainst.docID() == row) ? this.negative.score() : 0;
			return this.positive.score() - this.factor * against;
		}

		@Override
		public float getMaxScore(int upTo) {
			return Float.POSITIVE_INFINITY;
		}

	}

}

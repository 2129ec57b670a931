package io.fletch.store.index.text;

import java.util.BitSet;
import java.util.List;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;

/**
 * Finds the rows that count. A filter: changes no score.
 */
final class AcceptedRows extends Query {

	private final List<BitSet> accepted;

	private final int[] starts;

	/**
	 * Finds rows.
	 * @param accepted the ordinals of the rows of each segment
	 * @param starts the number of the first row of each segment among all
	 */
	AcceptedRows(List<BitSet> accepted, int[] starts) {
		this.accepted = accepted;
		this.starts = starts;
	}

	@Override
	public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
		return new ConstantScoreWeight(this, boost) {

			@Override
			public ScorerSupplier scorerSupplier(LeafReaderContext leaf) {
				int rows = leaf.reader().maxDoc();
				return ConstantScoreScorerSupplier.fromIterator(rowsOf(leaf), score(), mode, rows);
			}

			@Override
			public boolean isCacheable(LeafReaderContext leaf) {
				return false;
			}

		};
	}

	/**
	 * A segment has one leaf, as it was merged into one.
	 */
	private DocIdSetIterator rowsOf(LeafReaderContext leaf) {
		return new Ordinals(this.accepted.get(ReaderUtil.subIndex(leaf.docBase, this.starts)));
	}

	@Override
	public void visit(QueryVisitor visitor) {
		visitor.visitLeaf(this);
	}

	@Override
	public boolean equals(Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

	@Override
	public String toString(String field) {
		return "accepted rows";
	}

	/**
	 * The ordinals of one segment.
	 */
	private static final class Ordinals extends DocIdSetIterator {

		private final BitSet set;

		private final int count;

		private int current = -1;

		Ordinals(BitSet set) {
			this.set = set;
			this.count = set.cardinality();
		}

		@Override
		public int docID() {
			return this.current;
		}

		@Override
		public int nextDoc() {
			return advance(this.current + 1);
		}

		@Override
		public int advance(int target) {
			int found = this.set.nextSetBit(target);
			this.current = (found < 0) ? NO_MORE_DOCS : found;
			return this.current;
		}

		@Override
		public long cost() {
			return this.count;
		}

	}

}

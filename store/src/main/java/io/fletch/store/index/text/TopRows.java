package io.fletch.store.index.text;

import java.io.IOException;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.NumericUtils;

/**
 * Keeps the best rows; of equal ones, those that come first. Scores may be negative,
 * unlike with Lucene's own collector.
 */
final class TopRows implements Collector {

	private final int limit;

	private final ScoreMode mode;

	/** The score, and behind it the row counted downwards. */
	private final LongHeap best;

	/**
	 * Keeps rows.
	 * @param limit how many
	 * @param skipping whether rows that cannot come among the best need not be scored
	 */
	TopRows(int limit, boolean skipping) {
		this.limit = limit;
		this.mode = (skipping) ? ScoreMode.TOP_SCORES : ScoreMode.COMPLETE;
		this.best = new LongHeap(limit);
	}

	@Override
	public ScoreMode scoreMode() {
		return this.mode;
	}

	@Override
	public LeafCollector getLeafCollector(LeafReaderContext context) {
		return new Leaf(context.docBase);
	}

	/**
	 * Takes the rows that were kept, the best first.
	 */
	long[] drain() {
		long[] rows = new long[this.best.size()];
		for (int i = rows.length - 1; i >= 0; i--) {
			rows[i] = this.best.pop();
		}
		return rows;
	}

	static int row(long kept) {
		return Integer.MAX_VALUE - (int) kept;
	}

	static float score(long kept) {
		return NumericUtils.sortableIntToFloat((int) (kept >> Integer.SIZE));
	}

	private static long kept(float score, int row) {
		return (long) NumericUtils.floatToSortableInt(score) << Integer.SIZE | (Integer.MAX_VALUE - row);
	}

	/**
	 * Takes the rows of one segment.
	 */
	private final class Leaf implements LeafCollector {

		private final int base;

		private Scorable scorer = new NoScores();

		Leaf(int base) {
			this.base = base;
		}

		@Override
		public void setScorer(Scorable rows) throws IOException {
			this.scorer = rows;
			skip();
		}

		@Override
		public void collect(int row) throws IOException {
			if (TopRows.this.best.insertWithOverflow(kept(this.scorer.score(), this.base + row))) {
				skip();
			}
		}

		/**
		 * Lets the scorer pass over rows that do not beat the last of the best.
		 */
		private void skip() throws IOException {
			if (TopRows.this.mode == ScoreMode.TOP_SCORES && TopRows.this.best.size() == TopRows.this.limit) {
				this.scorer.setMinCompetitiveScore(Math.nextUp(score(TopRows.this.best.top())));
			}
		}

	}

	/**
	 * Stands for the scorer before Lucene gives one.
	 */
	private static final class NoScores extends Scorable {

		@Override
		public float score() {
			return 0;
		}

	}

}

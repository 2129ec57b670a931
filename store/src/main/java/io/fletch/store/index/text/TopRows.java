package io.fletch.store.index.text;

import java.io.IOException;
import java.util.function.IntFunction;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;

import io.fletch.store.error.CancelledException;

/**
 * Keeps the best rows; of equal ones, those with the lowest row ids. Scores may be
 * negative, unlike with Lucene's own collector.
 */
final class TopRows implements Collector {

	private static final int ROWS_BETWEEN_CHECKS = 4096;

	private final ScoreMode mode;

	private final boolean isRising;

	private final IntFunction<LiveSegment> segments;

	private final RowHeap best;

	private int collected;

	private float least = Float.NEGATIVE_INFINITY;

	/**
	 * Keeps rows.
	 * @param limit how many, at least 1
	 * @param skipping whether rows that cannot come among the best need not be scored
	 * @param isRising whether row ids rise from row to row over all segments
	 * @param segments finds a segment by the number of its first row
	 */
	TopRows(int limit, boolean skipping, boolean isRising, IntFunction<LiveSegment> segments) {
		this.best = new RowHeap(limit);
		this.mode = (skipping) ? ScoreMode.TOP_SCORES : ScoreMode.COMPLETE;
		this.isRising = isRising;
		this.segments = segments;
	}

	@Override
	public ScoreMode scoreMode() {
		return this.mode;
	}

	@Override
	public LeafCollector getLeafCollector(LeafReaderContext context) {
		CancelledException.throwIfInterrupted();
		return new Leaf(this.segments.apply(context.docBase), context.docBase);
	}

	/**
	 * Returns the rows that were kept, the best first.
	 */
	Kept[] bestFirst() {
		return this.best.bestFirst();
	}

	/**
	 * A row. In their natural order the best come first.
	 *
	 * @param row its number among those of all segments
	 * @param rowId its id
	 * @param score its score
	 */
	record Kept(int row, long rowId, float score) implements Comparable<Kept> {

		@Override
		public int compareTo(Kept other) {
			int byScore = Float.compare(other.score, this.score);
			return (byScore != 0) ? byScore : Long.compare(this.rowId, other.rowId);
		}

	}

	/**
	 * Takes the rows of one segment.
	 */
	private final class Leaf implements LeafCollector {

		private final LiveSegment segment;

		private final int base;

		private Scorable scorer = new NoScores();

		Leaf(LiveSegment segment, int base) {
			this.segment = segment;
			this.base = base;
		}

		@Override
		public void setScorer(Scorable rows) throws IOException {
			this.scorer = rows;
			skip();
		}

		@Override
		public void collect(int row) throws IOException {
			TopRows top = TopRows.this;
			if (++top.collected % ROWS_BETWEEN_CHECKS == 0) {
				CancelledException.throwIfInterrupted();
			}
			float score = this.scorer.score();
			if (top.best.isFull() && (score < top.least || score == top.least && top.isRising)) {
				return;
			}
			top.best.offer(this.base + row, this.segment.rowId(row), score);
			if (top.best.isFull()) {
				top.least = top.best.worstScore();
				skip();
			}
		}

		/**
		 * Lets the scorer pass over rows that do not beat the last of the best.
		 */
		private void skip() throws IOException {
			TopRows top = TopRows.this;
			if (top.mode == ScoreMode.TOP_SCORES && top.best.isFull()) {
				this.scorer.setMinCompetitiveScore((top.isRising) ? Math.nextUp(top.least) : top.least);
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

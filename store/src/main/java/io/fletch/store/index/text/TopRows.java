package io.fletch.store.index.text;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntFunction;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.ArrayUtil;

import io.fletch.store.error.CancelledException;

/**
 * Keeps the best rows; of equal ones, those with the lowest row ids. Scores may be
 * negative, unlike with Lucene's own collector.
 */
final class TopRows implements Collector {

	private static final int ROWS_BETWEEN_CHECKS = 4096;

	private final int limit;

	private final ScoreMode mode;

	private final boolean isRising;

	private final IntFunction<LiveSegment> segments;

	private final Heap best = new Heap();

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
		this.limit = limit;
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
	 * Takes the rows that were kept, the best first.
	 */
	Kept[] drain() {
		Kept[] rows = new Kept[this.best.size];
		for (int i = 0; i < rows.length; i++) {
			rows[i] = new Kept(this.best.rows[i], this.best.rowIds[i], this.best.scores[i]);
		}
		Arrays.sort(rows);
		return rows;
	}

	private boolean isFull() {
		return this.best.size == this.limit;
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
	 * The best rows so far, the worst of them on top. Kept in arrays, as a query takes
	 * many rows that better ones soon replace.
	 */
	private static final class Heap {

		private static final int FIRST_CAPACITY = 64;

		private float[] scores = new float[FIRST_CAPACITY];

		private long[] rowIds = new long[FIRST_CAPACITY];

		private int[] rows = new int[FIRST_CAPACITY];

		private int size;

		void add(int row, long rowId, float score) {
			if (this.size == this.rows.length) {
				int capacity = ArrayUtil.oversize(this.size + 1, Long.BYTES);
				this.scores = Arrays.copyOf(this.scores, capacity);
				this.rowIds = Arrays.copyOf(this.rowIds, capacity);
				this.rows = Arrays.copyOf(this.rows, capacity);
			}
			int at = this.size++;
			while (at > 0) {
				int parent = (at - 1) >>> 1;
				if (!isWorse(score, rowId, parent)) {
					break;
				}
				move(parent, at);
				at = parent;
			}
			put(at, row, rowId, score);
		}

		/**
		 * Puts a row in the place of the worst.
		 */
		void replaceWorst(int row, long rowId, float score) {
			int at = 0;
			for (int child = 1; child < this.size; child = 2 * at + 1) {
				if (child + 1 < this.size && isWorse(this.scores[child + 1], this.rowIds[child + 1], child)) {
					child++;
				}
				if (isWorse(score, rowId, child)) {
					break;
				}
				move(child, at);
				at = child;
			}
			put(at, row, rowId, score);
		}

		/**
		 * Tells whether a row is worse than one that is kept.
		 */
		boolean isWorse(float score, long rowId, int at) {
			int byScore = Float.compare(score, this.scores[at]);
			return byScore < 0 || byScore == 0 && rowId > this.rowIds[at];
		}

		private void move(int from, int to) {
			put(to, this.rows[from], this.rowIds[from], this.scores[from]);
		}

		private void put(int at, int row, long rowId, float score) {
			this.rows[at] = row;
			this.rowIds[at] = rowId;
			this.scores[at] = score;
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
			if (top.isFull() && (score < top.least || score == top.least && top.isRising)) {
				return;
			}
			int number = this.base + row;
			long rowId = this.segment.rowId(row);
			if (!top.isFull()) {
				top.best.add(number, rowId, score);
			}
			else if (!top.best.isWorse(score, rowId, 0)) {
				top.best.replaceWorst(number, rowId, score);
			}
			if (top.isFull()) {
				top.least = top.best.scores[0];
				skip();
			}
		}

		/**
		 * Lets the scorer pass over rows that do not beat the last of the best.
		 */
		private void skip() throws IOException {
			TopRows top = TopRows.this;
			if (top.mode == ScoreMode.TOP_SCORES && top.isFull()) {
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

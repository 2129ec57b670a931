package io.fletch.store.index.text;

import java.util.Arrays;

import org.apache.lucene.util.ArrayUtil;

/**
 * The best of some rows, the worst of them on top. Kept in arrays, as a search takes many
 * rows that better ones soon replace.
 */
final class RowHeap {

	private static final int FIRST_CAPACITY = 64;

	private final int limit;

	private float[] scores = new float[FIRST_CAPACITY];

	private long[] rowIds = new long[FIRST_CAPACITY];

	private int[] rows = new int[FIRST_CAPACITY];

	private int size;

	RowHeap(int limit) {
		this.limit = limit;
	}

	boolean isFull() {
		return this.size == this.limit;
	}

	/**
	 * Returns the score of the worst row. There is one.
	 */
	float worstScore() {
		return this.scores[0];
	}

	void offer(int row, long rowId, float score) {
		if (!isFull()) {
			add(row, rowId, score);
		}
		else if (!isWorse(score, rowId, 0)) {
			replaceWorst(row, rowId, score);
		}
	}

	TopRows.Kept[] bestFirst() {
		TopRows.Kept[] kept = new TopRows.Kept[this.size];
		for (int i = 0; i < kept.length; i++) {
			kept[i] = new TopRows.Kept(this.rows[i], this.rowIds[i], this.scores[i]);
		}
		Arrays.sort(kept);
		return kept;
	}

	private void add(int row, long rowId, float score) {
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

	private void replaceWorst(int row, long rowId, float score) {
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
	private boolean isWorse(float score, long rowId, int at) {
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

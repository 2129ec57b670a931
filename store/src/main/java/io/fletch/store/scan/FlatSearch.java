package io.fletch.store.scan;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.ColumnReader;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Distance;
import io.fletch.store.table.RowIds;

/**
 * Exact nearest-neighbour search: scans vectors where they lie in memory and keeps the
 * best.
 */
final class FlatSearch {

	private static final Comparator<Candidate> WORST_FIRST = Comparator.comparingDouble(Candidate::score)
		.thenComparing(Comparator.comparingLong(Candidate::rowId).reversed());

	private final float[] query;

	private final Distance distance;

	private final int limit;

	private final double queryNorm;

	private final PriorityQueue<Candidate> best = new PriorityQueue<>(WORST_FIRST);

	FlatSearch(float[] query, Distance distance, int limit) {
		this.query = query;
		this.distance = distance;
		this.limit = limit;
		double squares = 0;
		for (float value : query) {
			squares += (double) value * value;
		}
		this.queryNorm = Math.sqrt(squares);
	}

	void scan(ColumnReader.Vectors vectors, Rows rows) {
		int end = rows.start() + rows.count();
		for (int i = rows.selected().nextSetBit(rows.start()); i >= 0
				&& i < end; i = rows.selected().nextSetBit(i + 1)) {
			int row = i - rows.start();
			if (!vectors.isNull(row)) {
				offer(rows.rowIds(), i, distanceTo(vectors.data(), (long) row * this.query.length * Float.BYTES));
			}
		}
	}

	private void offer(RowIds rowIds, int position, double rowDistance) {
		double score = -rowDistance;
		Candidate worst = (this.best.size() == this.limit) ? this.best.peek() : null;
		if (Double.isNaN(score) || this.limit == 0 || isBelow(worst, score)) {
			return;
		}
		this.best.add(new Candidate(rowIds.at(position), score));
		if (this.best.size() > this.limit) {
			this.best.poll();
		}
	}

	private static boolean isBelow(@Nullable Candidate worst, double score) {
		return worst != null && score < worst.score();
	}

	private double distanceTo(MemorySegment data, long offset) {
		return switch (this.distance) {
			case L2 -> squaredDistance(data, offset);
			case DOT -> 1 - dot(data, offset);
			case COSINE -> 1 - dot(data, offset) / (this.queryNorm * norm(data, offset));
		};
	}

	private float squaredDistance(MemorySegment data, long offset) {
		float[] q = this.query;
		float sum0 = 0;
		float sum1 = 0;
		int i = 0;
		for (; i + 1 < q.length; i += 2) {
			float difference0 = q[i] - at(data, offset, i);
			float difference1 = q[i + 1] - at(data, offset, i + 1);
			sum0 = Math.fma(difference0, difference0, sum0);
			sum1 = Math.fma(difference1, difference1, sum1);
		}
		if (i < q.length) {
			float difference = q[i] - at(data, offset, i);
			sum0 = Math.fma(difference, difference, sum0);
		}
		return sum0 + sum1;
	}

	private float dot(MemorySegment data, long offset) {
		float[] q = this.query;
		float sum0 = 0;
		float sum1 = 0;
		float sum2 = 0;
		float sum3 = 0;
		int i = 0;
		for (; i + 3 < q.length; i += 4) {
			sum0 = Math.fma(q[i], at(data, offset, i), sum0);
			sum1 = Math.fma(q[i + 1], at(data, offset, i + 1), sum1);
			sum2 = Math.fma(q[i + 2], at(data, offset, i + 2), sum2);
			sum3 = Math.fma(q[i + 3], at(data, offset, i + 3), sum3);
		}
		for (; i < q.length; i++) {
			sum0 = Math.fma(q[i], at(data, offset, i), sum0);
		}
		return sum0 + sum1 + sum2 + sum3;
	}

	private double norm(MemorySegment data, long offset) {
		float sum0 = 0;
		float sum1 = 0;
		int i = 0;
		for (; i + 1 < this.query.length; i += 2) {
			float value0 = at(data, offset, i);
			float value1 = at(data, offset, i + 1);
			sum0 = Math.fma(value0, value0, sum0);
			sum1 = Math.fma(value1, value1, sum1);
		}
		if (i < this.query.length) {
			float value = at(data, offset, i);
			sum0 = Math.fma(value, value, sum0);
		}
		return Math.sqrt(sum0 + sum1);
	}

	private static float at(MemorySegment data, long offset, int index) {
		return data.get(ValueLayout.JAVA_FLOAT_UNALIGNED, offset + (long) index * Float.BYTES);
	}

	List<Candidate> nearestFirst() {
		List<Candidate> found = new ArrayList<>(this.best);
		found.sort(WORST_FIRST.reversed());
		return found;
	}

	/**
	 * The rows of one batch.
	 *
	 * @param rowIds the ids of the rows of its fragment
	 * @param start the position in the fragment of the first row of the batch
	 * @param count the number of rows of the batch
	 * @param selected the selected positions of the fragment
	 */
	record Rows(RowIds rowIds, int start, int count, BitSet selected) {
	}

}

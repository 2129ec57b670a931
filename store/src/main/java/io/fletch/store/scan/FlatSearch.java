package io.fletch.store.scan;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntToLongFunction;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.distance.VectorKernel;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Distance;

/**
 * Exact nearest-neighbour search: scans vectors where they lie in memory and keeps the
 * best.
 */
final class FlatSearch {

	private static final VectorKernel KERNEL = VectorKernel.fastest();

	private static final Comparator<Candidate> WORST_FIRST = Comparator.comparingDouble(Candidate::score)
		.thenComparing(Comparator.comparingLong(Candidate::rowId).reversed());

	private final float[] query;

	private final Distance distance;

	private final int limit;

	private final boolean hasFloats;

	private final double queryNorm;

	private final PriorityQueue<Candidate> best = new PriorityQueue<>(WORST_FIRST);

	/**
	 * Looks for vectors.
	 * @param query the vector to compare with
	 * @param distance how to compare
	 * @param limit how many to keep
	 * @param elements the type of the elements of the vectors
	 */
	FlatSearch(float[] query, Distance distance, int limit, ArrowType elements) {
		this.query = query;
		this.distance = distance;
		this.limit = limit;
		double squares = 0;
		for (float value : query) {
			squares += (double) value * value;
		}
		this.queryNorm = Math.sqrt(squares);
		boolean isExtreme = squares < VectorKernel.MIN_SUM || squares > 1 / VectorKernel.MIN_SUM;
		this.hasFloats = elements.equals(FieldTypes.FLOAT32) && !isExtreme;
	}

	void scan(ColumnReader.Vectors vectors, Rows rows) {
		BitSet selected = rows.selected();
		for (int row = 0; row < rows.count(); row++) {
			if (selected != null) {
				row = selected.nextSetBit(rows.start() + row) - rows.start();
				if (row < 0 || row >= rows.count()) {
					return;
				}
			}
			if (!vectors.isNull(row) && !hasNullElement(vectors, row)) {
				double distance = (this.hasFloats)
						? distanceTo(vectors.data(), (long) row * this.query.length * Float.BYTES) : Double.NaN;
				if (isDoubtful(distance)) {
					distance = distanceTo(vectors.elements(), row * this.query.length);
				}
				offer(rows.rowIds(), rows.start() + row, distance);
			}
		}
	}

	private static boolean hasNullElement(ColumnReader.Vectors vectors, int row) {
		if (vectors.hasNullElements()) {
			int first = row * vectors.dimensions();
			for (int i = first; i < first + vectors.dimensions(); i++) {
				if (vectors.elements().isNull(i)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Tells whether single precision may not have been enough.
	 */
	private boolean isDoubtful(double distance) {
		return !Double.isFinite(distance) || this.distance == Distance.L2 && distance < VectorKernel.MIN_SUM;
	}

	private double distanceTo(ColumnReader.FixedWidth elements, int first) {
		double squares = 0;
		double product = 0;
		double norm = 0;
		for (int i = 0; i < this.query.length; i++) {
			double value = elements.doubleValue(first + i);
			double difference = this.query[i] - value;
			squares += difference * difference;
			product += this.query[i] * value;
			norm += value * value;
		}
		return switch (this.distance) {
			case L2 -> squares;
			case DOT -> 1 - product;
			case COSINE -> 1 - product / (this.queryNorm * Math.sqrt(norm));
		};
	}

	private void offer(IntToLongFunction rowIds, int position, double rowDistance) {
		double score = -rowDistance;
		Candidate worst = (this.best.size() == this.limit) ? this.best.peek() : null;
		if (Double.isNaN(score) || this.limit == 0 || isBelow(worst, score)) {
			return;
		}
		this.best.add(new Candidate(rowIds.applyAsLong(position), score));
		if (this.best.size() > this.limit) {
			this.best.poll();
		}
	}

	private static boolean isBelow(@Nullable Candidate worst, double score) {
		return worst != null && score < worst.score();
	}

	private double distanceTo(MemorySegment data, long offset) {
		return switch (this.distance) {
			case L2 -> KERNEL.squaredDistance(this.query, data, offset);
			case DOT -> 1 - KERNEL.dot(this.query, data, offset);
			case COSINE -> 1 - KERNEL.dotWithUnit(this.query, data, offset) / this.queryNorm;
		};
	}

	List<Candidate> nearestFirst() {
		List<Candidate> found = new ArrayList<>(this.best);
		found.sort(WORST_FIRST.reversed());
		return found;
	}

	/**
	 * The rows of one batch.
	 *
	 * @param rowIds the ids of the rows of its fragment by position
	 * @param start the position in the fragment of the first row of the batch
	 * @param count the number of rows of the batch
	 * @param selected the selected positions of the fragment, or {@code null} for all
	 */
	record Rows(IntToLongFunction rowIds, int start, int count, @Nullable BitSet selected) {
	}

}

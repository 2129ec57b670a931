package io.fletch.store.index.vector;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.index.IndexRows;

/**
 * Builds an index of partitions: learns from a sample, gives every vector to the nearest
 * partition, and writes the partitions one after the other.
 */
public final class IvfIndexBuilder {

	private static final int LONGEST_SAMPLE = 1 << 28;

	private final IvfSpec spec;

	private final VectorStream vectors;

	private final int rowCount;

	private IvfIndexBuilder(IndexRows rows, IvfSpec spec, BuildProgress progress) {
		this.spec = spec;
		this.rowCount = rows.count();
		this.vectors = new VectorStream(rows, spec.space(), progress, 3);
	}

	/**
	 * Builds an index.
	 * @param rows the rows, of which the first column has the vectors
	 * @param spec which index
	 * @param target receives its sections; the caller ends the file
	 * @param progress is told how far it is
	 * @throws IOException if the file cannot be written
	 * @throws InvalidInputException if there are too few vectors for what is to be built
	 * @throws CancelledException if the thread is interrupted
	 */
	public static void build(IndexRows rows, IvfSpec spec, IndexFileWriter target, BuildProgress progress)
			throws IOException {
		new IvfIndexBuilder(rows, spec, progress).build(target);
	}

	private void build(IndexFileWriter target) throws IOException {
		VectorSample sample = sample();
		int partitions = partitions(sample.seen());
		int learned = (int) Math.min(Integer.MAX_VALUE, (long) partitions * this.spec.training().sampleRate());
		Centroids centroids = KMeans.train(sample.first(learned), partitions, this.spec.training());
		VectorCodes codes = VectorCodes.train(this.spec.space(), this.spec.form(), sample.vectors(),
				this.spec.training());
		int[] assigned = new int[this.rowCount];
		Arrays.fill(assigned, -1);
		Assignment assignment = new Assignment(centroids, (ordinal, nearest, distance) -> assigned[ordinal] = nearest);
		this.vectors.forEach((ordinal, vector) -> assignment.offer(ordinal, vector, 0));
		assignment.finish();
		IvfLayout layout = IvfLayout.of(assigned, partitions, codes.granularity());
		IvfHeader.of(this.spec.space(), codes, this.rowCount, partitions).write(target);
		Numbers.write(target, centroids.values());
		target.endSection();
		layout.write(target);
		codes.write(target);
		target.endSection();
		new CodeFileWriter(layout, codes, this.vectors, centroids, CodeFileWriter.MOST_BYTES).write(target,
				this.rowCount);
	}

	/**
	 * Takes every vector with the same probability.
	 */
	private VectorSample sample() {
		int wanted = (this.spec.partitions() > 0) ? this.spec.partitions() : (int) Math.sqrt(this.rowCount) + 1;
		long size = Math.max((long) wanted * this.spec.training().sampleRate(), 1 << 14);
		int longest = Math.max(LONGEST_SAMPLE / Float.BYTES / Math.max(1, this.spec.space().size()), wanted);
		VectorSample sample = new VectorSample((int) Math.min(Math.min(size, longest), this.rowCount),
				new Random(this.spec.training().seed()));
		this.vectors.forEach((ordinal, vector) -> sample.offer(vector));
		return sample;
	}

	private int partitions(int vectorCount) {
		if (vectorCount > 0 && this.spec.partitions() > vectorCount) {
			throw new InvalidInputException("The index cannot have " + this.spec.partitions()
					+ " partitions: there are only " + vectorCount + " rows with a vector to form them of; ask for "
					+ vectorCount + " at most, or leave the number to the index");
		}
		if (vectorCount == 0) {
			return 0;
		}
		return (this.spec.partitions() > 0) ? this.spec.partitions()
				: Math.clamp(Math.round(Math.sqrt(vectorCount)), 1, Centroids.most(this.spec.space().size()));
	}

}

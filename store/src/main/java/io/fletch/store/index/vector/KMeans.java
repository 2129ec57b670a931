package io.fletch.store.index.vector;

import java.util.Arrays;
import java.util.Random;

import io.fletch.store.error.CancelledException;

/**
 * Finds points that stand for a sample of vectors. The same seed gives the same points.
 */
final class KMeans {

	/** How many vectors for each centroid the first moves look at. */
	private static final int COARSE_RATE = 16;

	private static final int COARSEST = 4;

	private final float[][] sample;

	private final int from;

	private final int[] assigned;

	private final float[] squaredNorms;

	private final float[] gaps;

	private final Centroids centroids;

	/**
	 * Clusters a part of each vector.
	 * @param sample the vectors, at least as many as there are to be centroids
	 * @param from the first element of the part
	 * @param centroids receives the points
	 */
	private KMeans(float[][] sample, int from, Centroids centroids) {
		this.sample = sample;
		this.from = from;
		this.centroids = centroids;
		this.assigned = new int[sample.length];
		this.gaps = new float[sample.length];
		this.squaredNorms = new float[sample.length];
		for (int i = 0; i < sample.length; i++) {
			this.squaredNorms[i] = squaredNorm(sample[i]);
		}
	}

	static Centroids train(float[][] sample, int count, Training training) {
		int dimensions = (sample.length > 0) ? sample[0].length : 0;
		return train(sample, new Part(0, dimensions), count, training);
	}

	static Centroids train(float[][] sample, Part part, int count, Training training) {
		Centroids centroids = new Centroids(count, part.length());
		KMeans kMeans = new KMeans(sample, part.from(), centroids);
		kMeans.begin(new Random(training.seed()));
		Arrays.fill(kMeans.assigned, -1);
		for (int i = 0; i < training.iterations(); i++) {
			int stride = (2 * i < training.iterations()) ? kMeans.coarseStride() : 1;
			if (!kMeans.assign(stride) && stride == 1) {
				break;
			}
			kMeans.move(stride);
		}
		return centroids;
	}

	private void begin(Random random) {
		int[] order = new int[this.sample.length];
		for (int i = 0; i < order.length; i++) {
			int other = random.nextInt(i + 1);
			order[i] = order[other];
			order[other] = i;
		}
		for (int i = 0; i < this.centroids.count(); i++) {
			this.centroids.set(i, this.sample[order[i]], this.from);
		}
	}

	/**
	 * The first moves are the widest, so that a part of the sample shows the way.
	 * @return of how many vectors one is looked at
	 */
	private int coarseStride() {
		return Math.clamp(this.sample.length / (COARSE_RATE * Math.max(1, this.centroids.count())), 1, COARSEST);
	}

	private boolean assign(int stride) {
		boolean[] changed = new boolean[1];
		Assignment assignment = new Assignment(this.centroids, (number, nearest, distance) -> {
			changed[0] |= nearest != this.assigned[number];
			this.assigned[number] = nearest;
			this.gaps[number] = distance + this.squaredNorms[number];
		});
		for (int i = 0; i < this.sample.length; i += stride) {
			if (i % (stride << 12) == 0) {
				CancelledException.throwIfInterrupted();
			}
			assignment.offer(i, this.sample[i], this.from);
		}
		assignment.finish();
		return changed[0];
	}

	private float squaredNorm(float[] vector) {
		float squares = 0;
		for (int i = this.from; i < this.from + this.centroids.dimensions(); i++) {
			squares = Math.fma(vector[i], vector[i], squares);
		}
		return squares;
	}

	private void move(int stride) {
		int dimensions = this.centroids.dimensions();
		float[][] sums = new float[this.centroids.count()][dimensions];
		int[] counts = new int[sums.length];
		for (int i = 0; i < this.sample.length; i += stride) {
			float[] sum = sums[this.assigned[i]];
			counts[this.assigned[i]]++;
			for (int d = 0; d < dimensions; d++) {
				sum[d] += this.sample[i][this.from + d];
			}
		}
		for (int i = 0; i < sums.length; i++) {
			if (counts[i] == 0) {
				moveToFarthest(i);
				continue;
			}
			for (int d = 0; d < dimensions; d++) {
				sums[i][d] /= counts[i];
			}
			this.centroids.set(i, sums[i], 0);
		}
	}

	/**
	 * A centroid that no vector is nearest to goes to the vector that is worst off.
	 */
	private void moveToFarthest(int centroid) {
		int farthest = 0;
		for (int i = 1; i < this.gaps.length; i++) {
			if (this.gaps[i] > this.gaps[farthest]) {
				farthest = i;
			}
		}
		this.centroids.set(centroid, this.sample[farthest], this.from);
		this.gaps[farthest] = 0;
	}

	/**
	 * Some neighbouring elements of a vector.
	 */
	record Part(int from, int length) {
	}

}

package io.fletch.store.index.vector;

import java.util.Arrays;
import java.util.Random;

/**
 * A sample of a stream whose length is not known before: every vector has the same chance
 * to be taken.
 */
final class VectorSample {

	private final Random random;

	private final float[][] vectors;

	private int seen;

	VectorSample(int size, Random random) {
		this.vectors = new float[size][];
		this.random = random;
	}

	void offer(float[] vector) {
		int place = (this.seen < this.vectors.length) ? this.seen : this.random.nextInt(this.seen + 1);
		if (place < this.vectors.length) {
			this.vectors[place] = vector.clone();
		}
		this.seen++;
	}

	int seen() {
		return this.seen;
	}

	float[][] vectors() {
		return first(this.vectors.length);
	}

	float[][] first(int count) {
		return Arrays.copyOf(this.vectors, Math.min(Math.min(count, this.seen), this.vectors.length));
	}

}

package io.fletch.store.index.vector;

import java.io.IOException;
import java.util.Arrays;

import io.fletch.store.distance.VectorKernel;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.query.Distance;

/**
 * One signed byte an element: how many steps it is from the middle of the values that its
 * dimension has in a sample.
 *
 * @param distance what is measured
 * @param middles the middles by dimension
 * @param steps the steps by dimension
 */
record ScalarCodes(Distance distance, float[] middles, float[] steps) implements VectorCodes {

	private static final VectorKernel KERNEL = VectorKernel.fastest();

	static ScalarCodes train(VectorSpace space, float[][] sample) {
		int dimensions = space.size();
		float[] middles = new float[dimensions];
		float[] steps = new float[dimensions];
		for (int d = 0; d < dimensions && sample.length > 0; d++) {
			float least = Float.POSITIVE_INFINITY;
			float greatest = Float.NEGATIVE_INFINITY;
			for (float[] vector : sample) {
				least = Math.min(least, vector[d]);
				greatest = Math.max(greatest, vector[d]);
			}
			middles[d] = least / 2 + greatest / 2;
			steps[d] = Math.max(greatest / (2 * Byte.MAX_VALUE) - least / (2 * Byte.MAX_VALUE), Float.MIN_NORMAL);
		}
		return new ScalarCodes(space.distance(), middles, steps);
	}

	@Override
	public int bytes() {
		return this.middles.length;
	}

	@Override
	public int granularity() {
		return VectorKernel.COLUMNS;
	}

	@Override
	public float encode(float[] vector, byte[] code) {
		float squares = 0;
		for (int d = 0; d < code.length; d++) {
			float difference = vector[d] - this.middles[d];
			squares = Math.fma(difference, difference, squares);
			int steps = Math.round(difference / this.steps[d]);
			code[d] = (byte) Math.clamp(steps, -Byte.MAX_VALUE, Byte.MAX_VALUE);
		}
		return (this.distance == Distance.L2) ? squares : 0;
	}

	@Override
	public CodeScan scan(float[] query) {
		float[] weights = new float[query.length];
		for (int d = 0; d < weights.length; d++) {
			weights[d] = (this.distance == Distance.L2) ? -2 * (query[d] - this.middles[d]) * this.steps[d]
					: -query[d] * this.steps[d];
		}
		return (codes, offset, slots, scores) -> {
			if (slots == 1) {
				scores[0] += KERNEL.codeProduct(weights, codes, offset);
			}
			else {
				KERNEL.addCodeProducts(weights, codes, offset, slots, scores);
			}
		};
	}

	@Override
	public int refineFactor() {
		return 5;
	}

	@Override
	public void write(IndexFileWriter target) throws IOException {
		Numbers.write(target, this.middles);
		Numbers.write(target, this.steps);
	}

	/**
	 * Takes what was learned, as it was written.
	 */
	static ScalarCodes of(Distance distance, float[] values) {
		int dimensions = values.length / 2;
		return new ScalarCodes(distance, Arrays.copyOf(values, dimensions),
				Arrays.copyOfRange(values, dimensions, values.length));
	}

}

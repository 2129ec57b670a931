package io.fletch.embeddings.clip;

import java.util.function.DoubleUnaryOperator;

/**
 * How the pixels of a picture of another size are made: each is the mean of those around
 * its place, weighted by a filter that is as much wider as the picture becomes smaller.
 * The numbers are those of {@code preprocessor_config.json}, and of the library Pillow.
 */
enum Resampling {

	/** The pixel at the place. */
	NEAREST(0, (x) -> 1),

	/** A windowed sinc of three lobes. */
	LANCZOS(3, (x) -> (Math.abs(x) < 3) ? sinc(x) * sinc(x / 3) : 0),

	/** A triangle. */
	BILINEAR(1, (x) -> Math.max(0, 1 - Math.abs(x))),

	/** A cubic with the parameter -0.5. */
	BICUBIC(2, Resampling::cubic),

	/** All alike. */
	BOX(0.5, (x) -> (x > -0.5 && x <= 0.5) ? 1 : 0),

	/** A windowed sinc of one lobe. */
	HAMMING(1, (x) -> (Math.abs(x) < 1) ? sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x)) : 0);

	/** Weights are whole numbers, of which this many bits are behind the point. */
	static final int PRECISION = 22;

	private final double support;

	private final DoubleUnaryOperator filter;

	Resampling(double support, DoubleUnaryOperator filter) {
		this.support = support;
		this.filter = filter;
	}

	private static double sinc(double x) {
		return (x == 0) ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
	}

	private static double cubic(double x) {
		double distance = Math.abs(x);
		if (distance < 1) {
			return (1.5 * distance - 2.5) * distance * distance + 1;
		}
		return (distance < 2) ? ((-0.5 * distance + 2.5) * distance - 4) * distance + 2 : 0;
	}

	/**
	 * Says of which pixels some pixels of a line are made.
	 * @param from the length of the line
	 * @param to its new length
	 * @param first the first of the new pixels that are wanted
	 * @param count how many of them are wanted
	 */
	Weights weights(int from, int to, int first, int count) {
		double scale = (double) from / to;
		int[] starts = new int[count];
		int[][] weights = new int[count][];
		for (int i = 0; i < count; i++) {
			double centre = (first + i + 0.5) * scale;
			if (this == NEAREST) {
				starts[i] = Math.min((int) centre, from - 1);
				weights[i] = new int[] { 1 << PRECISION };
			}
			else {
				double width = Math.max(scale, 1);
				starts[i] = Math.max(0, (int) (centre - this.support * width + 0.5));
				int end = Math.min(from, (int) (centre + this.support * width + 0.5));
				weights[i] = weights(starts[i], Math.max(end, starts[i] + 1), centre, width);
			}
		}
		return new Weights(starts, weights);
	}

	private int[] weights(int start, int end, double centre, double width) {
		double[] values = new double[end - start];
		double sum = 0;
		for (int i = 0; i < values.length; i++) {
			values[i] = this.filter.applyAsDouble((start + i - centre + 0.5) / width);
			sum += values[i];
		}
		int[] weights = new int[values.length];
		for (int i = 0; i < values.length; i++) {
			weights[i] = (int) Math.round(((sum != 0) ? values[i] / sum : 1.0 / values.length) * (1 << PRECISION));
		}
		return weights;
	}

	/**
	 * The pixels that each new pixel is made of.
	 *
	 * @param starts the first of them
	 * @param weights how much each counts
	 */
	record Weights(int[] starts, int[][] weights) {

	}

}

package io.fletch.embeddings.clip;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The rows of a picture, each made as long as wanted and cut. As Pillow does it, rows are
 * resized first, then columns, each rounded to whole colours. Rows are asked for from the
 * top to the bottom, and only those that are still needed are kept.
 */
final class ResizedRows {

	private final Picture picture;

	private final Resampling.Weights across;

	private final int[] row;

	private final Deque<int[]> kept = new ArrayDeque<>();

	private int first;

	/**
	 * Takes a picture.
	 * @param width how long its rows become
	 * @param columns what is cut out of these
	 */
	ResizedRows(Picture picture, Resampling resampling, int width, PicturePreparation.Span columns) {
		this.picture = picture;
		this.across = resampling.weights(picture.width(), width, columns.from(), columns.count());
		this.row = new int[picture.width()];
	}

	/**
	 * Takes the mean of some rows.
	 * @param start the first of them, not before that of an earlier call
	 * @param weights how much each counts
	 * @param mean takes the colours
	 */
	void mean(int start, int[] weights, int[] mean) {
		while (this.first < start) {
			if (this.kept.poll() == null) {
				this.first = start;
				break;
			}
			this.first++;
		}
		while (this.kept.size() < weights.length) {
			this.kept.add(narrow(this.first + this.kept.size()));
		}
		int[][] rows = new int[weights.length][];
		Iterator<int[]> next = this.kept.iterator();
		for (int i = 0; i < rows.length; i++) {
			rows[i] = next.next();
		}
		int[] line = new int[rows.length];
		for (int x = 0; x < mean.length; x++) {
			for (int i = 0; i < rows.length; i++) {
				line[i] = rows[i][x];
			}
			mean[x] = mean(line, 0, weights);
		}
	}

	private int[] narrow(int y) {
		this.picture.read(y, this.row);
		int[] narrow = new int[this.across.starts().length];
		for (int x = 0; x < narrow.length; x++) {
			narrow[x] = mean(this.row, this.across.starts()[x], this.across.weights()[x]);
		}
		return narrow;
	}

	private static int mean(int[] pixels, int start, int[] weights) {
		int half = 1 << (Resampling.PRECISION - 1);
		int red = half;
		int green = half;
		int blue = half;
		for (int i = 0; i < weights.length; i++) {
			int pixel = pixels[start + i];
			red += ((pixel >> 16) & 0xff) * weights[i];
			green += ((pixel >> 8) & 0xff) * weights[i];
			blue += (pixel & 0xff) * weights[i];
		}
		return (whole(red) << 16) | (whole(green) << 8) | whole(blue);
	}

	private static int whole(int colour) {
		return Math.clamp(colour >> Resampling.PRECISION, 0, 255);
	}

}

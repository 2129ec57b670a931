package io.fletch.embeddings.clip;

import java.awt.image.BufferedImage;

/**
 * A picture as it is to be looked at. Turning it takes no memory: rows are read from
 * where they lie.
 *
 * @param image its pixels as they were stored
 * @param orientation how the camera was held
 */
record Picture(BufferedImage image, ExifOrientation orientation) {

	static Picture upright(BufferedImage image) {
		return new Picture(image, ExifOrientation.UPRIGHT);
	}

	int width() {
		return this.orientation.isTurned() ? this.image.getHeight() : this.image.getWidth();
	}

	int height() {
		return this.orientation.isTurned() ? this.image.getWidth() : this.image.getHeight();
	}

	/**
	 * Reads a row.
	 * @param y its number from the top
	 * @param row takes the colours from left to right
	 */
	void read(int y, int[] row) {
		int line = this.orientation.countsFromTheEnd() ? height() - 1 - y : y;
		if (this.orientation.isTurned()) {
			this.image.getRGB(line, 0, 1, row.length, row, 0, 1);
		}
		else {
			this.image.getRGB(0, line, row.length, 1, row, 0, row.length);
		}
		if (this.orientation.isMirrored()) {
			reverse(row);
		}
	}

	private static void reverse(int[] row) {
		for (int left = 0, right = row.length - 1; left < right; left++, right--) {
			int pixel = row[left];
			row[left] = row[right];
			row[right] = pixel;
		}
	}

}

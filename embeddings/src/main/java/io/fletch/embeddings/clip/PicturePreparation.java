package io.fletch.embeddings.clip;

import java.awt.image.BufferedImage;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.fletch.embeddings.onnx.JsonField;
import io.fletch.store.embedding.EmbeddingException;

/**
 * What is done to a picture before a model sees it, as {@code preprocessor_config.json}
 * says: resize, cut the middle out, scale and shift the colours.
 *
 * @param size to what it is resized, or {@code null}
 * @param resampling how it is resized
 * @param crop what is cut out of the middle, or {@code null}
 * @param mean what is subtracted from each colour
 * @param deviation by what each colour is then divided
 * @param scale by what a colour from 0 to 255 is multiplied before
 */
record PicturePreparation(@Nullable Size size, Resampling resampling, @Nullable Size crop, float[] mean,
		float[] deviation, float scale) {

	private static final int COLOURS = 3;

	private static final float[] CLIP_MEAN = { 0.48145466f, 0.4578275f, 0.40821073f };

	private static final float[] CLIP_DEVIATION = { 0.26862954f, 0.26130258f, 0.27577711f };

	private static final int CLIP_SIZE = 224;

	/**
	 * What a picture of 32 million pixels becomes is far below it; a long line is not.
	 */
	private static final long MAX_PIXELS = 1 << 24;

	static PicturePreparation of(JsonNode config) {
		Size size = size(config.path("size"));
		Size crop = size(config.path("crop_size"));
		boolean isCropped = JsonField.flag(config, "do_center_crop", config.isMissingNode() || crop != null);
		boolean isResized = JsonField.flag(config, "do_resize", true);
		boolean isNormalized = JsonField.flag(config, "do_normalize", true);
		int filter = JsonField.number(config, "resample", Resampling.BICUBIC.ordinal());
		if (filter < 0 || filter >= Resampling.values().length) {
			throw new EmbeddingException("The model's preprocessor_config.json names the filter " + filter
					+ " under resample, but must name one from 0 to 5");
		}
		return new PicturePreparation(isResized ? otherwise(size, new Size(CLIP_SIZE, 0)) : null,
				Resampling.values()[filter], isCropped ? otherwise(crop, new Size(CLIP_SIZE, CLIP_SIZE)) : null,
				isNormalized ? colours(config.path("image_mean"), CLIP_MEAN) : new float[COLOURS],
				isNormalized ? colours(config.path("image_std"), CLIP_DEVIATION) : new float[] { 1, 1, 1 },
				JsonField.flag(config, "do_rescale", true)
						? (float) JsonField.decimal(config, "rescale_factor", 1.0 / 255) : 1);
	}

	private static Size otherwise(@Nullable Size size, Size usual) {
		return (size != null) ? size : usual;
	}

	/**
	 * A number is the length of the shorter edge for resizing, and of both for a cut.
	 */
	private static @Nullable Size size(JsonNode node) {
		if (node.isNumber()) {
			return new Size(node.asInt(), 0);
		}
		if (node.has("shortest_edge")) {
			return new Size(JsonField.number(node, "shortest_edge", CLIP_SIZE), 0);
		}
		return node.has("height")
				? new Size(JsonField.number(node, "height", CLIP_SIZE), JsonField.number(node, "width", CLIP_SIZE))
				: null;
	}

	private static float[] colours(JsonNode node, float[] otherwise) {
		if (!node.isArray() || node.size() != COLOURS) {
			return otherwise;
		}
		float[] colours = new float[COLOURS];
		for (int i = 0; i < COLOURS; i++) {
			colours[i] = (float) node.get(i).asDouble();
		}
		return colours;
	}

	/**
	 * Returns what vectors depend on.
	 */
	String settings() {
		return this.resampling.name().toLowerCase(Locale.ROOT) + " " + this.size + " " + this.crop;
	}

	/**
	 * Prepares a picture.
	 * @return its colours: all red ones row by row, then green, then blue
	 */
	Prepared prepare(BufferedImage image) {
		int width = image.getWidth();
		int height = image.getHeight();
		Size resized = (this.size != null) ? this.size.of(width, height) : new Size(height, width);
		if ((long) resized.height * resized.width > MAX_PIXELS) {
			throw new EmbeddingException("its " + width + " x " + height + " pixels are too far from a square");
		}
		Size cut = (this.crop != null) ? this.crop.both() : resized;
		Window window = new Window(resized, cut);
		float[] colours = new float[COLOURS * cut.height * cut.width];
		int[] pixels = resized(image, resized);
		for (int row = 0; row < cut.height; row++) {
			for (int column = 0; column < cut.width; column++) {
				int pixel = window.pixel(pixels, row, column);
				for (int colour = 0; colour < COLOURS; colour++) {
					float value = ((pixel >> (16 - 8 * colour)) & 0xff) * this.scale;
					colours[(colour * cut.height + row) * cut.width + column] = (value - this.mean[colour])
							/ this.deviation[colour];
				}
			}
		}
		return new Prepared(colours, cut.height, cut.width);
	}

	/**
	 * Resizes rows first, then columns, each rounded to whole colours, as Pillow does.
	 */
	private int[] resized(BufferedImage image, Size to) {
		int width = image.getWidth();
		int height = image.getHeight();
		Resampling.Weights across = this.resampling.weights(width, to.width);
		int[] narrow = new int[height * to.width];
		int[] row = new int[width];
		for (int y = 0; y < height; y++) {
			image.getRGB(0, y, width, 1, row, 0, width);
			for (int x = 0; x < to.width; x++) {
				narrow[y * to.width + x] = mean(row, across.starts()[x], 1, across.weights()[x]);
			}
		}
		Resampling.Weights down = this.resampling.weights(height, to.height);
		int[] pixels = new int[to.height * to.width];
		for (int y = 0; y < to.height; y++) {
			for (int x = 0; x < to.width; x++) {
				pixels[y * to.width + x] = mean(narrow, down.starts()[y] * to.width + x, to.width, down.weights()[y]);
			}
		}
		return pixels;
	}

	private static int mean(int[] pixels, int start, int step, int[] weights) {
		int half = 1 << (Resampling.PRECISION - 1);
		int red = half;
		int green = half;
		int blue = half;
		for (int i = 0; i < weights.length; i++) {
			int pixel = pixels[start + i * step];
			red += ((pixel >> 16) & 0xff) * weights[i];
			green += ((pixel >> 8) & 0xff) * weights[i];
			blue += (pixel & 0xff) * weights[i];
		}
		return (whole(red) << 16) | (whole(green) << 8) | whole(blue);
	}

	private static int whole(int colour) {
		return Math.clamp(colour >> Resampling.PRECISION, 0, 255);
	}

	/**
	 * The length of edges.
	 *
	 * @param height of the vertical ones, or of the shorter ones
	 * @param width of the horizontal ones, or 0 where the height is of the shorter ones
	 */
	record Size(int height, int width) {

		Size {
			if (height < 1 || width < 0) {
				throw new EmbeddingException("The model's preprocessor_config.json names the size " + height
						+ ", but must name one of at least 1");
			}
		}

		private Size of(int pictureWidth, int pictureHeight) {
			if (this.width > 0) {
				return this;
			}
			int shorter = Math.min(pictureWidth, pictureHeight);
			int longer = (int) Math.min(Integer.MAX_VALUE,
					(long) this.height * Math.max(pictureWidth, pictureHeight) / shorter);
			return (pictureWidth < pictureHeight) ? new Size(longer, this.height) : new Size(this.height, longer);
		}

		private Size both() {
			return (this.width > 0) ? this : new Size(this.height, this.height);
		}

	}

	/**
	 * The middle of a picture; what is beyond its edges is black.
	 *
	 * @param of the size of the picture
	 * @param cut the size of the middle
	 */
	private record Window(Size of, Size cut) {

		int pixel(int[] pixels, int row, int column) {
			int y = row + Math.floorDiv(this.of.height - this.cut.height, 2);
			int x = column + Math.floorDiv(this.of.width - this.cut.width, 2);
			boolean isInside = y >= 0 && y < this.of.height && x >= 0 && x < this.of.width;
			return isInside ? pixels[y * this.of.width + x] : 0;
		}

	}

	/**
	 * A picture as a model sees it.
	 *
	 * @param colours all red ones row by row, then green, then blue
	 * @param height the number of rows
	 * @param width the number of columns
	 */
	record Prepared(float[] colours, int height, int width) {

	}

}

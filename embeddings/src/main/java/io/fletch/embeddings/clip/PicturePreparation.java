package io.fletch.embeddings.clip;

import java.util.Arrays;
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

	/** No model looks at more; a file of settings may say anything. */
	private static final int MAX_SIZE = 4_096;

	private static final long MAX_PIXELS = 1 << 22;

	private static final int MAX_EDGE = 65_536;

	/** Of a longer line, nothing is to be seen in a square. */
	private static final int MAX_RATIO = 300;

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
			return new Size(bounded(node.asDouble()), 0);
		}
		if (node.has("shortest_edge")) {
			return new Size(bounded(JsonField.decimal(node, "shortest_edge", CLIP_SIZE)), 0);
		}
		return node.has("height") ? new Size(bounded(JsonField.decimal(node, "height", CLIP_SIZE)),
				bounded(JsonField.decimal(node, "width", CLIP_SIZE))) : null;
	}

	private static int bounded(double length) {
		if (!(length >= 1 && length <= MAX_SIZE)) {
			throw new EmbeddingException("The model's preprocessor_config.json names the size " + length
					+ ", but must name one from 1 to " + MAX_SIZE + ". Correct the file.");
		}
		return (int) length;
	}

	private static float[] colours(JsonNode node, float[] otherwise) {
		if (!node.isArray() || node.size() != COLOURS) {
			return otherwise;
		}
		float[] colours = new float[COLOURS];
		for (int i = 0; i < COLOURS; i++) {
			colours[i] = (float) node.get(i).asDouble(0);
		}
		return colours;
	}

	/**
	 * Returns what vectors depend on.
	 */
	String settings() {
		return this.resampling.name().toLowerCase(Locale.ROOT) + " " + this.size + " " + this.crop + " mean "
				+ Arrays.toString(this.mean) + " deviation " + Arrays.toString(this.deviation) + " scale " + this.scale;
	}

	/**
	 * Prepares a picture.
	 * @return its colours: all red ones row by row, then green, then blue
	 */
	Prepared prepare(Picture picture) {
		requireShape(picture.width(), picture.height());
		Size resized = (this.size != null) ? this.size.of(picture.width(), picture.height())
				: new Size(picture.height(), picture.width());
		Size cut = (this.crop != null) ? this.crop.both() : resized;
		if ((long) cut.height * cut.width > MAX_PIXELS) {
			throw new EmbeddingException("its " + picture.width() + " x " + picture.height() + " pixels become "
					+ cut.width + " x " + cut.height + " by the model's preprocessor_config.json, more than "
					+ MAX_PIXELS + ". Give the model's file a smaller size or crop_size.");
		}
		float[] colours = black(cut.height * cut.width);
		Span rows = Span.middle(resized.height, cut.height);
		Span columns = Span.middle(resized.width, cut.width);
		ResizedRows narrow = new ResizedRows(picture, this.resampling, resized.width, columns);
		Resampling.Weights down = this.resampling.weights(picture.height(), resized.height, rows.from, rows.count);
		int[] row = new int[columns.count];
		for (int y = 0; y < rows.count; y++) {
			narrow.mean(down.starts()[y], down.weights()[y], row);
			put(row, colours, (rows.at + y) * cut.width + columns.at, cut.height * cut.width);
		}
		return new Prepared(colours, cut.height, cut.width);
	}

	private static void requireShape(int width, int height) {
		int longer = Math.max(width, height);
		if (longer > MAX_EDGE || longer > (long) MAX_RATIO * Math.min(width, height)) {
			throw new EmbeddingException("its " + width + " x " + height + " pixels are too far from a square: no edge "
					+ "may be longer than " + MAX_EDGE + " pixels, or " + MAX_RATIO + " times the other. Cut out what "
					+ "is of interest.");
		}
	}

	private float[] black(int plane) {
		float[] colours = new float[COLOURS * plane];
		for (int colour = 0; colour < COLOURS; colour++) {
			Arrays.fill(colours, colour * plane, (colour + 1) * plane, colour(0, colour));
		}
		return colours;
	}

	private void put(int[] row, float[] colours, int start, int plane) {
		for (int x = 0; x < row.length; x++) {
			for (int colour = 0; colour < COLOURS; colour++) {
				colours[colour * plane + start + x] = colour((row[x] >> (16 - 8 * colour)) & 0xff, colour);
			}
		}
	}

	private float colour(int value, int colour) {
		return (value * this.scale - this.mean[colour]) / this.deviation[colour];
	}

	/**
	 * The length of edges.
	 *
	 * @param height of the vertical ones, or of the shorter ones
	 * @param width of the horizontal ones, or 0 where the height is of the shorter ones
	 */
	record Size(int height, int width) {

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
	 * What of a line is in the middle part that is cut out; where the part is longer than
	 * the line, there is black on both sides.
	 *
	 * @param from the first pixel of the line that is in the part
	 * @param count how many are
	 * @param at where the first one is in the part
	 */
	record Span(int from, int count, int at) {

		private static Span middle(int line, int part) {
			int before = Math.floorDiv(line - part, 2);
			int from = Math.max(before, 0);
			return new Span(from, Math.min(line, before + part) - from, Math.max(-before, 0));
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

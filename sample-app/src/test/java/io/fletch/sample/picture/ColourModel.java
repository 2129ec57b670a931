package io.fletch.sample.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.imageio.ImageIO;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionFactory;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.ImageEmbeddingFunction;
import io.fletch.store.embedding.ImageSource;
import io.fletch.store.embedding.SourceKind;

/**
 * A model that knows colours and their names: how many pixels have which of 27. The same
 * everywhere, and loaded at once. Takes no magenta.
 */
public final class ColourModel implements EmbeddingFunctionFactory {

	private static final int SHADES = 3;

	private static final int REFUSED = 0xff00ff;

	private static final Map<String, Integer> NAMES = Map.of("red", 0xff0000, "green", 0x00ff00, "blue", 0x0000ff,
			"yellow", 0xffff00, "white", 0xffffff, "black", 0);

	private static final AtomicBoolean FAILS = new AtomicBoolean();

	@Override
	public String alias() {
		return "colours";
	}

	@Override
	public Set<SourceKind> accepts() {
		return Set.of(SourceKind.TEXT, SourceKind.IMAGE);
	}

	@Override
	public EmbeddingFunction create(String name, EmbeddingOptions options) {
		return new Colours(name);
	}

	/** Makes every call fail, until it is told otherwise. */
	public static void fail(boolean fails) {
		FAILS.set(fails);
	}

	private static void requireWorking() {
		if (FAILS.get()) {
			throw new EmbeddingException("The colours have run out");
		}
	}

	private static int bin(int rgb) {
		int red = Math.min(SHADES - 1, (rgb >> 16 & 0xff) * SHADES / 255);
		int green = Math.min(SHADES - 1, (rgb >> 8 & 0xff) * SHADES / 255);
		int blue = Math.min(SHADES - 1, (rgb & 0xff) * SHADES / 255);
		return (red * SHADES + green) * SHADES + blue;
	}

	/**
	 * The function.
	 *
	 * @param name its name
	 */
	private record Colours(String name) implements ImageEmbeddingFunction {

		@Override
		public int dimensions() {
			return SHADES * SHADES * SHADES;
		}

		@Override
		public List<float[]> embedImages(List<ImageSource> images) {
			requireWorking();
			return images.stream().map(this::embedded).toList();
		}

		private float[] embedded(ImageSource source) {
			if (!(source instanceof ImageSource.Content content)) {
				throw new EmbeddingException("Only content is embedded");
			}
			try {
				BufferedImage image = ImageIO.read(new ByteArrayInputStream(content.bytes()));
				if ((image.getRGB(0, 0) & 0xffffff) == REFUSED) {
					throw new EmbeddingException("it is magenta");
				}
				float[] vector = new float[dimensions()];
				for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
					vector[bin(image.getRGB(i % image.getWidth(), i / image.getWidth()))]++;
				}
				return vector;
			}
			catch (IOException ex) {
				throw new EmbeddingException("The picture cannot be read", ex);
			}
		}

		@Override
		public List<float[]> embedSources(List<String> sources) {
			return sources.stream().map(this::embedQuery).toList();
		}

		@Override
		public float[] embedQuery(String query) {
			requireWorking();
			float[] vector = new float[dimensions()];
			for (String word : query.toLowerCase(Locale.ROOT).split("\\W+")) {
				if (NAMES.containsKey(word)) {
					vector[bin(NAMES.get(word))]++;
				}
			}
			return vector;
		}

	}

}

package io.fletch.embeddings.cache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ImageEmbeddingFunction;
import io.fletch.store.embedding.ImageSource;
import io.fletch.store.embedding.ModelDescription;
import io.fletch.store.embedding.MultiVectorEmbeddingFunction;

/**
 * Gives each text a vector of its own, and notes what it was asked.
 */
class CountingFunction implements EmbeddingFunction {

	static final int DIMENSIONS = 32;

	final List<String> asked = Collections.synchronizedList(new ArrayList<>());

	private final String model;

	CountingFunction(String model) {
		this.model = model;
	}

	@Override
	public String name() {
		return "counting";
	}

	@Override
	public int dimensions() {
		return DIMENSIONS;
	}

	@Override
	public ModelDescription description() {
		return new ModelDescription(this.model, Map.of("pooling", "mean"));
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return sources.stream().map((source) -> ask("s:" + source)).toList();
	}

	@Override
	public float[] embedQuery(String query) {
		return ask("q:" + query);
	}

	final float[] ask(String text) {
		this.asked.add(text);
		return vector(this.model + text);
	}

	static float[] vector(String text) {
		Random random = new Random(text.hashCode());
		float[] vector = new float[DIMENSIONS];
		for (int i = 0; i < DIMENSIONS; i++) {
			vector[i] = (float) random.nextGaussian();
		}
		return vector;
	}

	/**
	 * Gives several vectors.
	 */
	static final class OfTokens extends CountingFunction implements MultiVectorEmbeddingFunction {

		OfTokens() {
			super("tokens");
		}

		@Override
		public List<float[][]> embedSourceTokens(List<String> sources) {
			return sources.stream().map((source) -> embed("st:" + source)).toList();
		}

		@Override
		public float[][] embedQueryTokens(String query) {
			return embed("qt:" + query);
		}

		private float[][] embed(String text) {
			return new float[][] { ask(text), ask(text + "2") };
		}

	}

	/**
	 * Takes pictures.
	 */
	static final class OfImages extends CountingFunction implements ImageEmbeddingFunction {

		OfImages() {
			super("images");
		}

		@Override
		public List<float[]> embedImages(List<ImageSource> images) {
			return images.stream().map((image) -> ask("i:" + switch (image) {
				case ImageSource.Content content -> content.bytes().length;
				case ImageSource.Location location -> location.uri();
			})).toList();
		}

	}

}

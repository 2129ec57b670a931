package io.fletch.test.embedding;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ModelDescription;

/**
 * An embedding function for tests, which needs no model and gives the same vectors on
 * every machine: each word adds to one dimension, chosen by its letters, and vectors have
 * the length 1. Texts with the same words have the same vector, texts that share words
 * are near each other, and meaning plays no part.
 */
public final class HashedWordsFunction implements EmbeddingFunction {

	/** The name of the function unless another is given. */
	public static final String NAME = "hashed-words";

	private static final int DIMENSIONS = 256;

	private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

	private final String name;

	private final int dimensions;

	/**
	 * Makes a function of 256 dimensions with the name {@link #NAME}.
	 */
	public HashedWordsFunction() {
		this(NAME, DIMENSIONS);
	}

	/**
	 * Makes a function.
	 * @param name the name under which tables remember it
	 * @param dimensions the length of its vectors, at least 1; with few, different words
	 * fall together
	 */
	public HashedWordsFunction(String name, int dimensions) {
		if (dimensions < 1) {
			throw new IllegalArgumentException("dimensions must be at least 1, but was " + dimensions);
		}
		this.name = name;
		this.dimensions = dimensions;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public int dimensions() {
		return this.dimensions;
	}

	@Override
	public ModelDescription description() {
		return new ModelDescription(NAME, Map.of("dimensions", String.valueOf(this.dimensions)));
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return sources.stream().map(this::embedQuery).toList();
	}

	@Override
	public float[] embedQuery(String query) {
		double[] counts = new double[this.dimensions];
		Matcher words = WORD.matcher(query.toLowerCase(Locale.ROOT));
		boolean hasWords = false;
		while (words.find()) {
			hasWords = true;
			counts[dimension(words.group())]++;
		}
		if (!hasWords) {
			counts[dimension(query)]++;
		}
		return unit(counts);
	}

	/**
	 * Spreads the bits of the hash, whose low ones depend on the last letter alone.
	 */
	private int dimension(String word) {
		int hash = word.hashCode() * 0x9E3779B9;
		return Math.floorMod(hash ^ (hash >>> 16), this.dimensions);
	}

	private static float[] unit(double[] counts) {
		double squares = 0;
		for (double count : counts) {
			squares += count * count;
		}
		float[] vector = new float[counts.length];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) (counts[i] / Math.sqrt(squares));
		}
		return vector;
	}

}

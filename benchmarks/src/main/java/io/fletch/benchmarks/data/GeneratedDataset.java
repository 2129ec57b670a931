package io.fletch.benchmarks.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes rows out of a seed, in the shape of a dictionary with embedded entries: clustered
 * vectors of length one, texts of frequent and rare words.
 */
public final class GeneratedDataset {

	private static final int CLUSTERS = 200;

	private static final int VOCABULARY = 40_000;

	private static final int MEAN_WORDS = 40;

	private final Random random;

	private final int dimensions;

	private final List<float[]> centers = new ArrayList<>();

	private GeneratedDataset(long seed, int dimensions) {
		this.random = new Random(seed);
		this.dimensions = dimensions;
		for (int i = 0; i < CLUSTERS; i++) {
			this.centers.add(gaussian(new float[dimensions], 1));
		}
	}

	/**
	 * Makes a data set.
	 * @param seed gives the same rows every time
	 * @param rows the number of rows
	 * @param dimensions the length of the vectors
	 * @return the rows, and 1,000 vectors to search for
	 */
	public static Dataset of(long seed, int rows, int dimensions) {
		GeneratedDataset generated = new GeneratedDataset(seed, dimensions);
		return new Dataset(generated.vectors(rows, GeneratedDataset::nothing), generated.documents(rows),
				generated.vectors(1000, GeneratedDataset::nothing));
	}

	/**
	 * Makes vectors only.
	 * @param seed gives the same vectors every time
	 * @param count how many
	 * @param dimensions the length of the vectors
	 * @return the vectors
	 */
	public static List<float[]> vectors(long seed, int count, int dimensions) {
		return vectors(seed, count, dimensions, GeneratedDataset::nothing);
	}

	/**
	 * Makes vectors only, and tells how far it is.
	 * @param seed gives the same vectors every time
	 * @param count how many
	 * @param dimensions the length of the vectors
	 * @param made is run after each vector
	 * @return the vectors
	 */
	public static List<float[]> vectors(long seed, int count, int dimensions, Runnable made) {
		return new GeneratedDataset(seed, dimensions).vectors(count, made);
	}

	private static void nothing() {
	}

	private List<float[]> vectors(int count, Runnable made) {
		List<float[]> vectors = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			vectors.add(normalize(gaussian(this.centers.get(this.random.nextInt(CLUSTERS)), 0.4F)));
			made.run();
		}
		return vectors;
	}

	private float[] gaussian(float[] center, float deviation) {
		float[] vector = new float[this.dimensions];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = center[i] + (float) this.random.nextGaussian() * deviation;
		}
		return vector;
	}

	private static float[] normalize(float[] vector) {
		double squares = 0;
		for (float value : vector) {
			squares += value * value;
		}
		for (int i = 0; i < vector.length; i++) {
			vector[i] /= (float) Math.sqrt(squares);
		}
		return vector;
	}

	private List<Document> documents(int count) {
		List<Integer> numbers = new ArrayList<>(IntStream.range(0, count).boxed().toList());
		Collections.shuffle(numbers, this.random);
		List<Document> documents = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			double price = Math.round(this.random.nextDouble() * 100_000) / 100.0;
			String number = Integer.toString(skewed(100));
			String cat = ((number.length() < 2) ? "c0" : "c") + number;
			documents.add(new Document(i, cat, numbers.get(i), price, text()));
		}
		return documents;
	}

	/**
	 * Returns a number below a bound, small ones far more often than large ones.
	 */
	private int skewed(int bound) {
		return (int) Math.pow(bound, this.random.nextDouble()) - 1;
	}

	private String text() {
		StringBuilder text = new StringBuilder();
		int words = 5 + this.random.nextInt(2 * (MEAN_WORDS - 5));
		for (int i = 0; i < words; i++) {
			text.append((i > 0) ? " " : "").append(word(skewed(VOCABULARY)));
		}
		return text.toString();
	}

	private static String word(int number) {
		StringBuilder word = new StringBuilder();
		for (int rest = number + 20; rest > 0; rest /= 20) {
			word.append("bcdfghjklmnpqrstvwxz".charAt(rest % 20)).append("aeiou".charAt(rest % 5));
		}
		return word.toString();
	}

}

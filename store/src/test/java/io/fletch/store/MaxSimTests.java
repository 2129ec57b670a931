package io.fletch.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.VectorField;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class MaxSimTests {

	@ParameterizedTest
	@CsvSource({ "1, 1, 1", "1, 3, 5", "7, 20, 33", "16, 5, 64", "32, 100, 384", "40, 9, 3" })
	void isTheSumOfTheGreatestCosines(int question, int text, int dimensions) {
		Random random = new Random(7);
		float[][] asked = vectors(question, dimensions, random);
		List<float[]> tokens = List.of(vectors(text, dimensions, random));
		double sum = 0;
		for (float[] each : asked) {
			sum += tokens.stream().mapToDouble((token) -> cosine(each, token)).max().orElseThrow();
		}
		assertThat(new MaxSim(asked).score(tokens)).isCloseTo(sum, within(1e-4));
	}

	private static float[][] vectors(int count, int dimensions, Random random) {
		float[][] vectors = new float[count][dimensions];
		for (float[] vector : vectors) {
			for (int i = 0; i < dimensions; i++) {
				vector[i] = (float) (random.nextGaussian() * 3);
			}
		}
		return vectors;
	}

	private static double cosine(float[] left, float[] right) {
		double dot = 0;
		double squares = 0;
		double others = 0;
		for (int i = 0; i < left.length; i++) {
			dot += (double) left[i] * right[i];
			squares += (double) left[i] * left[i];
			others += (double) right[i] * right[i];
		}
		return dot / Math.sqrt(squares * others);
	}

	@Test
	void isWhatASearchOverAColumnOfSeveralVectorsGives() {
		Random random = new Random(8);
		List<float[]> asked = Arrays.asList(vectors(9, 12, random));
		List<List<float[]>> rows = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			rows.add(Arrays.asList(vectors(1 + i % 4, 12, random)));
		}
		try (Database database = Database.open("memory:")) {
			TypedTable<Passage> table = database.createTable(Passage.class);
			for (int i = 0; i < rows.size(); i++) {
				table.add(List.of(new Passage(i, rows.get(i))));
			}
			MaxSim compared = new MaxSim(asked.toArray(float[][]::new));
			assertThat(table.search(asked).limit(20).hits()).hasSize(20)
				.allSatisfy((hit) -> assertThat(hit.score()).isCloseTo(compared.score(rows.get((int) hit.row().id())),
						within(1e-5)));
		}
	}

	@Test
	void passesOverVectorsOfLengthZero() {
		MaxSim compared = new MaxSim(new float[][] { { 0, 2 }, { 0, 0 } });
		assertThat(compared.score(List.of(new float[2], new float[] { 0, 5 }))).isEqualTo(1);
		assertThat(compared.score(List.of(new float[2]))).isNaN();
		assertThat(compared.score(List.of())).isNaN();
	}

	@ParameterizedTest
	@ValueSource(floats = { Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY })
	void refusesAQuestionThatIsNotFinite(float number) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new MaxSim(new float[][] { { 0, 1 }, { 1, number } }))
			.withMessage("The vector 2 of 2 of the question has NaN or infinity; give finite numbers");
	}

	@Test
	void takesTinyAndHugeNumbers() {
		MaxSim compared = new MaxSim(new float[][] { { 1e30f, 0 }, { 0, 1e-30f } });
		assertThat(compared.score(List.of(new float[] { 1e-25f, 0 }, new float[] { 0, 1e25f }))).isCloseTo(2,
				within(1e-5));
	}

	@Test
	void refusesVectorsOfOtherLengthsAndNoQuestion() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new MaxSim(new float[0][]))
			.withMessage("A question needs at least one vector to be compared, but has none");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new MaxSim(new float[][] { { 1 }, { 1, 2 } }))
			.withMessage("A vector has 2 dimensions, but those of the question have 1; they must be made by the same "
					+ "model");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new MaxSim(new float[][] { { 1 } }).score(List.of(new float[3])))
			.withMessageStartingWith("A vector has 3 dimensions");
	}

	@io.fletch.store.mapping.Table("passages")
	record Passage(long id, @VectorField(dimensions = 12) List<float[]> tokens) {

	}

}

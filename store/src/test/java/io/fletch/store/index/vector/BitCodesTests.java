package io.fletch.store.index.vector;

import java.lang.foreign.MemorySegment;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.SeededRandom;
import io.fletch.store.query.Distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@ExtendWith(SeededRandom.class)
class BitCodesTests {

	private static final int VECTORS = 4000;

	private static float[] vector(Random random, int dimensions) {
		float[] vector = new float[dimensions];
		for (int i = 0; i < dimensions; i++) {
			vector[i] = (float) random.nextGaussian();
		}
		return vector;
	}

	private static double product(float[] left, float[] right) {
		double product = 0;
		for (int i = 0; i < left.length; i++) {
			product += (double) left[i] * right[i];
		}
		return product;
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 24, 64, 100, 128, 384, 1000 })
	void aRotationKeepsLengthsAndAngles(int dimensions, Random random) {
		Rotation rotation = new Rotation(dimensions);
		float[] first = vector(random, dimensions);
		float[] second = vector(random, dimensions);
		float[] rotated = rotation.rotate(first);
		assertThat(rotated.length).isEqualTo(rotation.size()).isGreaterThanOrEqualTo(dimensions);
		assertThat(product(rotated, rotated)).isCloseTo(product(first, first), within(1e-3 * dimensions));
		assertThat(product(rotated, rotation.rotate(second))).isCloseTo(product(first, second),
				within(1e-3 * dimensions));
	}

	@ParameterizedTest
	@ValueSource(ints = { 64, 100, 384 })
	void estimatesOfDistancesAreRightOnAverage(int dimensions, Random random) {
		float[] centre = vector(random, dimensions);
		BitCodes codes = new BitCodes(new VectorSpace(Distance.L2, dimensions));
		byte[] code = new byte[codes.bytes()];
		double sum = 0;
		double squares = 0;
		for (int i = 0; i < VECTORS; i++) {
			float[] query = vector(random, dimensions);
			float[] vector = vector(random, dimensions);
			for (int d = 0; d < dimensions; d++) {
				vector[d] += centre[d];
			}
			float[] scores = { codes.encode(vector, codes.centre(centre), code) };
			codes.scan(query).addScores(MemorySegment.ofArray(code), 0, 1, scores);
			double estimate = scores[0] + product(centre, centre) - 2 * product(query, centre);
			double exact = product(vector, vector) - 2 * product(query, vector);
			sum += estimate - exact;
			squares += (estimate - exact) * (estimate - exact);
		}
		double deviation = Math.sqrt(squares / VECTORS);
		assertThat(deviation).isLessThan(0.75 * Math.sqrt(dimensions) * 4);
		assertThat(sum / VECTORS).isCloseTo(0, within(5 * deviation / Math.sqrt(VECTORS)));
	}

	@Test
	void theCentreItselfIsAsFarAsItIs(Random random) {
		float[] centre = vector(random, 64);
		BitCodes codes = new BitCodes(new VectorSpace(Distance.L2, 64));
		byte[] code = new byte[codes.bytes()];
		float[] scores = { codes.encode(centre, codes.centre(centre), code) };
		codes.scan(vector(random, 64)).addScores(MemorySegment.ofArray(code), 0, 1, scores);
		assertThat(scores).containsExactly(0);
	}

}

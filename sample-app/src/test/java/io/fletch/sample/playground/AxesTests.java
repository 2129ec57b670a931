package io.fletch.sample.playground;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AxesTests {

	@Test
	void findsTheDirectionsInWhichVectorsDiffer() {
		Random random = new Random(7);
		List<float[]> vectors = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			float[] vector = new float[64];
			vector[0] = 10;
			vector[5] = (float) (3 * random.nextGaussian());
			vector[9] = (float) random.nextGaussian();
			vector[20] = (float) (0.01 * random.nextGaussian());
			vectors.add(vector);
		}
		Axes axes = Axes.of(vectors, 64);
		assertThat(axes.directions()[0][5]).isCloseTo(1, within(0.05));
		assertThat(axes.directions()[1][9]).isCloseTo(1, within(0.05));
		assertThat(axes.shares().get(0)).isGreaterThan(0.8);
		assertThat(axes.shares().stream().mapToDouble(Double::doubleValue).sum()).isBetween(0.95, 1.0);
		float[] far = new float[64];
		far[0] = 10;
		far[5] = 5;
		assertThat(axes.place(far)[0]).isCloseTo(Math.sin(Math.atan2(5, 10)), within(0.05));
	}

	@Test
	void takesNothingButAngles() {
		List<float[]> vectors = List.of(new float[] { 1, 0 }, new float[] { 0, 2 }, new float[] { 300, 300 });
		Axes axes = Axes.of(vectors, 2);
		assertThat(axes.place(new float[] { 5, 0 })).containsExactly(axes.place(new float[] { 1, 0 }), within(1e-6));
	}

	@Test
	void keepsDistancesThatThePlaneCanShow() {
		Axes axes = Axes.of(List.of(new float[] { 1, 0, 0 }, new float[] { 0, 1, 0 }, new float[] { 0, 0, 1 }), 3);
		double[] first = axes.place(new float[] { 1, 0, 0 });
		double[] second = axes.place(new float[] { 0, 1, 0 });
		assertThat(Math.hypot(first[0] - second[0], first[1] - second[1])).isCloseTo(Math.sqrt(2), within(1e-9));
		assertThat(axes.shares().get(0) + axes.shares().get(1)).isCloseTo(1, within(1e-9));
	}

	@Test
	void placesEverythingInTheMiddleWhereNothingDiffers() {
		for (List<float[]> vectors : List.of(List.<float[]>of(), List.of(new float[] { 1, 2 }),
				List.of(new float[] { 1, 2 }, new float[] { 2, 4 }), List.of(new float[2], new float[2]))) {
			Axes axes = Axes.of(vectors, 2);
			assertThat(axes.place(new float[] { 7, -1 })).containsExactly(0, 0);
			assertThat(axes.shares()).containsExactly(0.0, 0.0);
		}
	}

	@Test
	void fitsFourHundredOfManySpreadOverAll() {
		Random random = new Random(11);
		List<float[]> vectors = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			float[] vector = new float[128];
			for (int j = 0; j < vector.length; j++) {
				vector[j] = (float) random.nextGaussian() / (1 + j);
			}
			vectors.add(vector);
		}
		List<float[]> fitted = IntStream.range(0, 400).mapToObj((i) -> vectors.get(i * 5000 / 400)).toList();
		Axes axes = Axes.of(vectors, 128);
		assertThat(axes.directions()).isEqualTo(Axes.of(fitted, 128).directions());
		assertThat(axes.shares()).isEqualTo(Axes.of(fitted, 128).shares());
		assertThat(axes.directions()[0][0]).as("where they differ most").isCloseTo(1, within(0.1));
	}

}

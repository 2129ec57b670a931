package io.fletch.store.index.vector;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.SeededRandom;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SeededRandom.class)
class CandidatesTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 32, 33, 500, 6000 })
	void keepTheLeastScoresAndOfEqualOnesTheLeastOrdinals(int capacity, Random random) {
		float[] scores = new float[5000];
		Candidates candidates = new Candidates(capacity);
		for (int i = 0; i < scores.length; i++) {
			scores[i] = (random.nextInt(400) - 200) / 8F;
			if (scores[i] <= candidates.bound()) {
				candidates.offer(i, scores[i]);
			}
		}
		List<Integer> best = IntStream.range(0, scores.length)
			.boxed()
			.sorted(Comparator.comparing((Integer ordinal) -> scores[ordinal]).thenComparing((ordinal) -> ordinal))
			.limit(capacity)
			.sorted()
			.toList();
		assertThat(candidates.risingOrdinals()).containsExactly(best.stream().mapToInt(Integer::intValue).toArray());
	}

}

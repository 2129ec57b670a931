package io.fletch.store.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CandidateTests {

	private static final long SEED = 20_261_122;

	@Test
	void comesBeforeWhatIsWorseAndNoNumberIsWorstOfAll() {
		List<Candidate> ordered = List.of(new Candidate(5, Double.POSITIVE_INFINITY), new Candidate(7, 1),
				new Candidate(2, 0), new Candidate(3, 0), new Candidate(1, -0.0), new Candidate(4, -1),
				new Candidate(0, Double.NEGATIVE_INFINITY), new Candidate(6, Double.NaN), new Candidate(8, Double.NaN));
		List<Candidate> shuffled = new ArrayList<>(ordered);
		Collections.shuffle(shuffled, new Random(SEED));
		assertThat(shuffled.stream().sorted().toList()).isEqualTo(ordered);
	}

}

package io.fletch.embeddings.onnx;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BatchPlanTests {

	@Test
	void putsTextsOfLikeLengthTogetherTheLongestFirst() {
		assertThat(BatchPlan.of(texts(3, 9, 4, 8), 2, 100)).containsExactly(List.of(1, 3), List.of(2, 0));
	}

	@Test
	void boundsTheTokensOfABatchPaddingIncluded() {
		assertThat(BatchPlan.of(texts(5, 4, 4, 2, 2, 2), 10, 10)).containsExactly(List.of(0, 1), List.of(2, 3),
				List.of(4, 5));
	}

	@Test
	void leavesATextBeyondTheBoundAlone() {
		assertThat(BatchPlan.of(texts(30, 1), 10, 10)).containsExactly(List.of(0), List.of(1));
	}

	@Test
	void plansNothingForNoText() {
		assertThat(BatchPlan.of(List.of(), 10, 10)).isEmpty();
	}

	private static List<TokenIds> texts(int... lengths) {
		return IntStream.of(lengths).mapToObj((length) -> new TokenIds(new long[length])).toList();
	}

}

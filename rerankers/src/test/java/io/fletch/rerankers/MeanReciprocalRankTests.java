package io.fletch.rerankers;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MeanReciprocalRankTests extends FusionContract {

	@Override
	protected Reranker reranker() {
		return new MeanReciprocalRank();
	}

	@Test
	void addsHalvesOfReciprocalRanks() {
		assertThat(rerank(List.of(vector(new Candidate(7, -0.1), new Candidate(8, -0.2), new Candidate(9, -0.3)),
				text(new Candidate(9, 5), new Candidate(7, 4)))))
			.containsExactly(new Candidate(7, 0.5 + 0.25), new Candidate(9, 0.5 / 3 + 0.5), new Candidate(8, 0.25));
	}

	@Test
	void weighsTheSides() {
		assertThat(new MeanReciprocalRank(0.75, 0.25)
			.rerank(rows(List.of(vector(new Candidate(7, -0.1), new Candidate(8, -0.2)), text(new Candidate(8, 5))))))
			.containsExactly(new Candidate(7, 0.75), new Candidate(8, 0.375 + 0.25));
	}

	@Test
	void takesTheMeanOverRankingsOfOneKind() {
		assertThat(rerank(List.of(vector(new Candidate(1, -1), new Candidate(2, -2)), vector(new Candidate(2, -1)))))
			.containsExactly(new Candidate(2, (0.5 + 1) / 2), new Candidate(1, 0.5));
	}

	@Test
	void halvesTheOneSideWhenTheOtherFoundNothing() {
		assertThat(rerank(List.of(vector(), text(new Candidate(3, 2), new Candidate(1, 1)))))
			.containsExactly(new Candidate(3, 0.5), new Candidate(1, 0.25));
	}

	@Test
	void ordersEqualRelevanceByRowId() {
		assertThat(rerank(List.of(vector(new Candidate(9, 0)), text(new Candidate(2, -1)))))
			.containsExactly(new Candidate(2, 0.5), new Candidate(9, 0.5));
	}

	@Test
	void refusesWeightsThatAreNoSharesOfOne() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new MeanReciprocalRank(1.5, -0.5))
			.withMessage("The vector weight must be from 0 to 1, but was 1.5");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new MeanReciprocalRank(0.5, Double.NaN))
			.withMessage("The text weight must be from 0 to 1, but was NaN");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new MeanReciprocalRank(0.5, 0.4))
			.withMessage("The vector weight and the text weight must add up to 1, but were 0.5 and 0.4");
	}

}

package io.fletch.rerankers;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReciprocalRankFusionTests extends FusionContract {

	@Override
	protected Reranker reranker() {
		return new ReciprocalRankFusion();
	}

	@Test
	void addsReciprocalRanksFromOne() {
		assertThat(rerank(List.of(vector(new Candidate(7, -0.1), new Candidate(8, -0.2), new Candidate(9, -0.3)),
				text(new Candidate(7, 5), new Candidate(9, 4)))))
			.containsExactly(new Candidate(7, 2.0 / 61), new Candidate(9, 1.0 / 63 + 1.0 / 62),
					new Candidate(8, 1.0 / 62));
	}

	@Test
	void addsUpOverAllRankingsOfOneKind() {
		assertThat(rerank(List.of(vector(new Candidate(1, -1), new Candidate(2, -2)), vector(new Candidate(2, -1)),
				vector(new Candidate(2, -1)))))
			.containsExactly(new Candidate(2, 1.0 / 62 + 1.0 / 61 + 1.0 / 61), new Candidate(1, 1.0 / 61));
	}

	@Test
	void takesAnotherConstant() {
		assertThat(new ReciprocalRankFusion(1).rerank(rows(List.of(vector(new Candidate(7, 0), new Candidate(8, -1))))))
			.containsExactly(new Candidate(7, 1.0 / 2), new Candidate(8, 1.0 / 3));
	}

	@Test
	void ordersEqualRelevanceByRowId() {
		assertThat(rerank(List.of(vector(new Candidate(9, 0)), text(new Candidate(2, 1)))))
			.containsExactly(new Candidate(2, 1.0 / 61), new Candidate(9, 1.0 / 61));
	}

	@Test
	void refusesKBelowOne() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new ReciprocalRankFusion(0))
			.withMessage("k must be at least 1, but was 0");
	}

}

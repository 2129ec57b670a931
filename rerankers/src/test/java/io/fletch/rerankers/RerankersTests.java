package io.fletch.rerankers;

import org.junit.jupiter.api.Test;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RerankersTests {

	@Test
	void knowsEveryRerankerByItsName() {
		assertThat(Rerankers.names()).containsExactly("linear", "mrr", "rrf")
			.allSatisfy((name) -> assertThat(Rerankers.named(name).name()).isEqualTo(name));
	}

	@Test
	void givesDefaultParameters() {
		assertThat(Rerankers.named("rrf")).isEqualTo(new ReciprocalRankFusion(60));
		assertThat(Rerankers.named("linear")).isEqualTo(new LinearCombination(0.7, 1));
		assertThat(Rerankers.named("mrr")).isEqualTo(new MeanReciprocalRank(0.5, 0.5));
	}

	@Test
	void listsTheKnownNamesForAnUnknownOne() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Rerankers.named("RRF"))
			.withMessage("No reranker named 'RRF'; known: [linear, mrr, rrf]");
	}

}

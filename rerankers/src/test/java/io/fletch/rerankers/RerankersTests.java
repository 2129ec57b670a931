package io.fletch.rerankers;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
		assertThatIllegalArgumentException().isThrownBy(() -> Rerankers.named("RRF"))
			.withMessage("No reranker named 'RRF'; known: [linear, mrr, rrf]");
	}

}

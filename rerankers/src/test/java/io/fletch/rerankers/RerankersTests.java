package io.fletch.rerankers;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RerankersTests {

	@Test
	void knowsEveryRerankerByItsName() {
		assertThat(Rerankers.names()).containsExactly("cohere", "colbert", "cross-encoder", "jina", "linear", "mmr",
				"mrr", "openai", "rrf", "voyage", "watsonx");
	}

	@Test
	void givesDefaultParameters() {
		assertThat(Rerankers.named("rrf")).isEqualTo(new ReciprocalRankFusion(60));
		assertThat(Rerankers.named("linear")).isEqualTo(new LinearCombination(0.7, 1));
		assertThat(Rerankers.named("mrr")).isEqualTo(new MeanReciprocalRank(0.5, 0.5));
		assertThat(Rerankers.named("mmr")).isEqualTo(new MaximalMarginalRelevance(0.5));
	}

	@Test
	void takesOptions() {
		assertThat(Rerankers.create("rrf", Map.of("k", "7"))).isEqualTo(new ReciprocalRankFusion(7));
		assertThat(Rerankers.create("linear", Map.of("weight", "0.2", "fill", "0.5")))
			.isEqualTo(new LinearCombination(0.2, 0.5));
		assertThat(Rerankers.create("mrr", Map.of("vector-weight", "0.25", "text-weight", "0.75")))
			.isEqualTo(new MeanReciprocalRank(0.25, 0.75));
		assertThat(Rerankers.create("mmr", Map.of("lambda", "0.9", "column", "v", "depth", "50", "top-n", "5")))
			.isEqualTo(new MaximalMarginalRelevance(0.9, new RerankScope("v", 50, 5)));
	}

	@Test
	void listsTheKnownNamesForAnUnknownOne() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Rerankers.named("RRF"))
			.withMessageStartingWith("No reranker named 'RRF'; known: [cohere, colbert, cross-encoder, ");
	}

	@Test
	void listsTheKnownOptionsForAnUnknownOne() {
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> Rerankers.create("linear", Map.of("weigth", "1")))
			.withMessage("The reranker 'linear' cannot be made: The reranker 'linear' has no option 'weigth', did you "
					+ "mean weight?; its options are [weight, fill]");
	}

	@Test
	void tellsWhatAnOptionMustBe() {
		assertThatExceptionOfType(RerankException.class).isThrownBy(() -> Rerankers.create("rrf", Map.of("k", "0")))
			.withMessageContaining("The option 'k' of the reranker 'rrf' is '0', but must be from 1 to ");
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> Rerankers.create("linear", Map.of("fill", "NaN")))
			.withMessageContaining("The option 'fill' of the reranker 'linear' is 'NaN', but must be a finite number");
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> Rerankers.create("linear", Map.of("weight", "2")))
			.withMessage("The reranker 'linear' cannot be made: weight must be from 0 to 1, but was 2.0");
		assertThatExceptionOfType(RerankException.class).isThrownBy(() -> Rerankers.create("cross-encoder", Map.of()))
			.withMessageContaining("The option 'model' of the reranker 'cross-encoder' must have a value");
	}

	@ParameterizedTest
	@ValueSource(strings = { "cohere", "openai", "jina", "voyage" })
	void refusesBlankKeysOfProviders(String name) {
		for (String key : List.of("", "  ")) {
			assertThatExceptionOfType(RerankException.class)
				.isThrownBy(() -> Rerankers.create(name, Map.of("api-key", key)))
				.withMessageContaining("The option 'api-key' of the reranker '" + name + "' is blank");
		}
		Rerankers.create(name, Map.of("api-key", "", "base-url", "http://127.0.0.1:9"));
	}

	@Test
	void refusesBlankColumnsAndModels() {
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> Rerankers.create("mmr", Map.of("column", " ")))
			.withMessageContaining("column must not be blank");
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> Rerankers.create("cross-encoder", Map.of("model", "")))
			.withMessageContaining("The option 'model' is blank");
	}

	@Test
	void fillsVariablesIn() {
		assertThat(Rerankers.create("rrf", Map.of("k", "${NO_SUCH_VARIABLE_HERE:11}")))
			.isEqualTo(new ReciprocalRankFusion(11));
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> Rerankers.create("rrf", Map.of("k", "${NO_SUCH_VARIABLE_HERE}")))
			.withMessageContaining("The option 'k' of the reranker 'rrf' needs the variable 'NO_SUCH_VARIABLE_HERE'");
	}

}

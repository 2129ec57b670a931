package io.fletch.embeddings.remote;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingOptions;

import static org.assertj.core.api.Assertions.assertThat;

class ApiKeyTests {

	private static ApiKey key(String key) {
		return ApiKey.bearer(new EmbeddingOptions("mine", Map.of("api-key", key)));
	}

	@Test
	void takesItselfOutOfATextWholeOrInPart() {
		assertThat(key("sk-12345678-abcd").redact("bad key sk-12345678-abcd, sk-1****bcd or ****abcd."))
			.isEqualTo("bad key *** *** or ***");
	}

	@Test
	void leavesOtherWordsAlone() {
		assertThat(key("sk-12345678-abcd").redact("no such model: some-model")).isEqualTo("no such model: some-model");
	}

	@Test
	void isNeverShown() {
		assertThat(key("sk-12345678-abcd")).hasToString("***");
	}

	@Test
	void isNotThereWhereNoneIsGiven() {
		assertThat(key(" ").redact("text")).isEqualTo("text");
	}

}

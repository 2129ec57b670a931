package io.fletch.embeddings.http;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

	@ParameterizedTest
	@ValueSource(strings = { "sk-secret\nX-Other: 1", "sk secret", "sk-s\u00e9cret", "sk-\u0000secret" })
	void isRefusedWhereItIsNoneWithoutBeingShown(String key) {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> key(key))
			.withMessageStartingWith("The option 'api-key' holds a space or a character")
			.withMessageNotContaining("secret")
			.withNoCause();
	}

	@ParameterizedTest
	@ValueSource(strings = { "secret\nX-Other: 1", "a secret", "s\u00e9cret", "secret ", "" })
	void refusesATokenThatCannotBeSentWithoutShowingIt(String token) {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> ApiKey.token(token))
			.withMessageStartingWith("The token that was given for the key is empty, or holds a space or a character")
			.withMessageNotContaining("secret")
			.withNoCause();
	}

	@Test
	void isNotThereWhereNoneIsGiven() {
		assertThat(key(" ").redact("text")).isEqualTo("text");
	}

}

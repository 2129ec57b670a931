package io.fletch.embeddings.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
	@Timeout(10)
	void readsLongWordsInTime() {
		String word = "x".repeat(2_000_000);
		assertThat(key("sk-12345678-abcd").redact(word)).isEqualTo(word);
		assertThat(key("sk-12345678-abcd")
			.redact("a " + word + "sk-1" + word + "\n" + "sk-1".repeat(100_000) + "\tb abcd"))
			.isEqualTo("a ***\n***\tb ***");
		assertThat(ApiKey.inBody("").redact("text")).isEqualTo("text");
	}

	@Test
	@Timeout(10)
	void isInNoMessageWhereverThatIsCut() {
		ApiKey key = key("sk-12345678-abcd");
		for (int length = 9_980; length < 10_005; length++) {
			String hidden = "sk-12345678-abcd ".repeat(length / 17);
			String body = hidden + "x".repeat(length % 17) + " sk-12345678-abcd, or 8-abcd";
			assertThat(ApiError.of(400, body.getBytes(StandardCharsets.UTF_8)).message(key)).doesNotContain("sk-",
					"abcd");
		}
		String word = "x".repeat(1_000_000);
		assertThat(ApiError.of(400, word.getBytes(StandardCharsets.UTF_8)).message(key)).hasSize(303).endsWith("x...");
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

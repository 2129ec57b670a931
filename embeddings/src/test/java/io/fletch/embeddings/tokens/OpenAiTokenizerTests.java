package io.fletch.embeddings.tokens;

import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.TokenSpans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpenAiTokenizerTests {

	private final OpenAiTokenizer tokenizer = OpenAiTokenizer.of("text-embedding-3-small");

	@Test
	void findsTheTokensOfAText() {
		String text = "Hello world, tokenizers";
		TokenSpans tokens = this.tokenizer.tokens(text);
		assertThat(tokens.count()).isEqualTo(5);
		assertThat(text.substring(tokens.start(1), tokens.end(1))).isEqualTo(" world");
		assertThat(tokens.end(4)).isEqualTo(text.length());
	}

	@Test
	void givesTokensOfOneCharacterTheSamePlace() {
		String text = "a\ud83e\uddff\ud801\udc37b\ud83d";
		TokenSpans tokens = this.tokenizer.tokens(text);
		assertThat(tokens.count()).isGreaterThan(4);
		int covered = 0;
		for (int token = 0; token < tokens.count(); token++) {
			assertThat(tokens.start(token)).isLessThanOrEqualTo(covered);
			assertThat(tokens.end(token)).isGreaterThan(tokens.start(token));
			covered = tokens.end(token);
		}
		assertThat(covered).isEqualTo(text.length());
	}

	@Test
	void encodesLongTextsInParts() {
		assertThat(this.tokenizer.tokens("word ".repeat(20_000)).count()).isBetween(20_000, 20_010);
		assertThat(this.tokenizer.tokens("").count()).isZero();
	}

	@Test
	void takesSpecialTokensForText() {
		assertThat(this.tokenizer.tokens("<|endoftext|>").count()).isGreaterThan(1);
	}

	@Test
	void knowsHowMuchAModelReads() {
		assertThat(this.tokenizer.maxTokens()).isEqualTo(8191);
		assertThat(this.tokenizer.name()).isEqualTo("text-embedding-3-small");
	}

	@Test
	void refusesModelsItDoesNotKnow() {
		assertThatThrownBy(() -> OpenAiTokenizer.of("mine")).isInstanceOf(EmbeddingException.class)
			.hasMessageContaining("The tokens of the model 'mine' are not known");
	}

}

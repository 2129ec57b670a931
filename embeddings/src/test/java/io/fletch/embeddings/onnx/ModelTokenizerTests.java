package io.fletch.embeddings.onnx;

import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.TokenSpans;
import io.fletch.store.embedding.Tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

class ModelTokenizerTests {

	private static EmbeddingFunction function;

	@BeforeAll
	static void load() {
		function = new AllMiniLmL6V2().create(AllMiniLmL6V2.ALIAS, new EmbeddingOptions(AllMiniLmL6V2.ALIAS, Map.of()));
	}

	@AfterAll
	static void close() {
		function.close();
	}

	@Test
	void tellsWhereTokensLieWithoutSpecialOnes() {
		String text = "Tokenizers cut \ud83d\ude00 words.";
		TokenSpans tokens = tokenizer().tokens(text);
		assertThat(text.substring(tokens.start(0), tokens.end(0))).isEqualTo("Token");
		assertThat(text.substring(tokens.start(tokens.count() - 1), tokens.end(tokens.count() - 1))).isEqualTo(".");
		assertThat(text.substring(tokens.start(tokens.count() - 2), tokens.end(tokens.count() - 2))).isEqualTo("words");
	}

	@Test
	void tellsAllTokensOfTextsThatTheModelCuts() {
		TokenSpans tokens = tokenizer().tokens("word ".repeat(10_000));
		assertThat(tokens.count()).isEqualTo(10_000);
		assertThat(tokens.start(9_999)).isEqualTo(49_995);
		assertThat(tokenizer().tokens("").count()).isZero();
		assertThat(tokenizer().tokens("\ud83d lone").count()).isPositive();
	}

	@Test
	void leavesRoomForSpecialTokens() {
		assertThat(tokenizer().maxTokens()).isEqualTo(254);
	}

	private static Tokenizer tokenizer() {
		return function.tokenizer().orElseThrow();
	}

}

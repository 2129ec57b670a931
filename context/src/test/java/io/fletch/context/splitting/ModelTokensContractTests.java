package io.fletch.context.splitting;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.fletch.embeddings.onnx.AllMiniLmL6V2;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.Tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Splits by the tokens of a real model.
 */
class ModelTokensContractTests extends SplitterContract {

	private static EmbeddingFunction function;

	@BeforeAll
	static void load() {
		function = new AllMiniLmL6V2().create(AllMiniLmL6V2.ALIAS, new EmbeddingOptions(AllMiniLmL6V2.ALIAS, Map.of()));
	}

	@AfterAll
	static void close() {
		function.close();
	}

	@Override
	Splitter splitter() {
		return TokenSplitter.by(function, 20, 5);
	}

	@Override
	int wholeWord() {
		// Words of a few letters have no more tokens than a chunk.
		return 14;
	}

	@Override
	int rounds() {
		return 30;
	}

	@Test
	void makesNoChunkOfMoreTokensThanAllowed() {
		String text = "Tokenization of uncharacteristically\u2014hyphen-ated wordings, \u6f22\u5b57\u6f22\u5b57\u6f22\u5b57 \ud83d\ude00\ud83d\ude00 3.14159! "
			.repeat(200);
		Tokenizer tokenizer = function.tokenizer().orElseThrow();
		List<Chunk> chunks = splitter().split(document(text));
		assertThat(chunks).hasSizeGreaterThan(100)
			.allSatisfy((chunk) -> assertThat(tokenizer.tokens(chunk.text()).count()).isBetween(5, 20));
	}

	@Test
	void boundsWhatTheModelTakesForOneToken() {
		for (String text : List.of("\ud83d\ude00".repeat(6_000), "abcde".repeat(1_000), "\u05d0".repeat(5_000))) {
			assertThat(TokenSplitter.by(function).split(document("Some words. " + text + " and more")))
				.hasSizeGreaterThan(1)
				.allSatisfy((chunk) -> assertThat(chunk.text().length()).isLessThan(2_000));
		}
	}

	@Test
	void takesNoMoreThanTheModelReads() {
		assertThat(TokenSplitter.by(function).description()).startsWith("token 254 32 of ");
		assertThatThrownBy(() -> TokenSplitter.by(function, 255, 0)).isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("maxTokens must be at most 254, which is all that");
	}

}

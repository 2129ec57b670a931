package io.fletch.rerankers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.embeddings.TinyModel;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.query.Candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class CrossEncoderTests {

	@TempDir
	private Path folder;

	/**
	 * A network whose logit is the mean of all numbers of the tokens of a pair.
	 */
	private static TinyModel mean() {
		return TinyModel.tokens(TinyModel.INT64)
			.mean("one", "last_hidden_state", 1, 2)
			.shape("logits", "one", -1, 1)
			.output("logits", TinyModel.FLOAT, -1, 1);
	}

	private static double logistic(double logit) {
		return 1 / (1 + Math.exp(-logit));
	}

	@Test
	void readsQuestionAndTextTogether() throws IOException {
		try (CrossEncoder model = CrossEncoder.ofFolder(mean().write(this.folder))) {
			assertThat(model.scores("a", List.of("c"))[0]).isCloseTo(logistic(5.0 / 6), within(1e-6));
			assertThat(model.scores("c", List.of("d", "a")))
				.containsExactly(new double[] { logistic(11.0 / 6), logistic(5.0 / 6) }, within(1e-6));
			assertThat(model.name()).isEqualTo("cross-encoder");
		}
	}

	@Test
	void keepsTheOrderOfTextsOfDifferentLengths() throws IOException {
		List<String> texts = List.of("d", "d d d d", "a", "b a", "c c c");
		try (CrossEncoder model = CrossEncoder.ofFolder(mean().write(this.folder))) {
			double[] alone = texts.stream().mapToDouble((text) -> model.scores("a", List.of(text))[0]).toArray();
			try (ModelReranker one = (ModelReranker) Rerankers.create("cross-encoder",
					Map.of("model", this.folder.toString(), "batch-size", "1"))) {
				List<Candidate> ranked = one.rerank(Rows.of(texts.toArray()).foundBy("a"));
				assertThat(ranked)
					.allSatisfy((row) -> assertThat(row.score()).isCloseTo(alone[(int) row.rowId() - 1], within(1e-6)));
			}
		}
	}

	@Test
	void cutsLongTextsAndKeepsTheQuestion() throws IOException {
		mean().write(this.folder);
		Files.writeString(this.folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 4}");
		try (CrossEncoder model = CrossEncoder.ofFolder(this.folder)) {
			assertThat(model.scores("c", List.of("a ".repeat(10_000)))[0]).isCloseTo(logistic(7.0 / 12), within(1e-6));
			assertThat(model.scores("c", List.of("a a a"))[0]).isCloseTo(logistic(7.0 / 12), within(1e-6));
		}
	}

	@Test
	void takesTextsOfAnyLetters() throws IOException {
		try (CrossEncoder model = CrossEncoder.ofFolder(mean().write(this.folder))) {
			assertThat(model.scores("\uD83D\uDE00", List.of("\uD83D", "\u0000 x"))).hasSize(2);
			assertThat(model.scores("a", List.of())).isEmpty();
		}
	}

	@Test
	void refusesANetworkOfThreeLabels() throws IOException {
		TinyModel.tokens(TinyModel.INT64)
			.mean("logits", "last_hidden_state", 1)
			.output("logits", TinyModel.FLOAT, -1, 3)
			.write(this.folder);
		assertRefused(
				"The model gives 3 labels a pair, but a cross-encoder that ranks gives 1 or 2. Use another export.");
	}

	@Test
	void refusesANetworkWithoutLogits() throws IOException {
		TinyModel.tokens(TinyModel.INT64).output("last_hidden_state", TinyModel.FLOAT, -1, -1, 3).write(this.folder);
		assertRefused("none of its outputs [last_hidden_state] has the shape logits [pairs, labels]");
	}

	@Test
	void refusesAFolderThatLacksAFile() throws IOException {
		assertRefused("Model file model.onnx or onnx/model.onnx or");
		mean().write(this.folder);
		Files.delete(this.folder.resolve("tokenizer.json"));
		assertRefused("Model file tokenizer.json is missing in");
	}

	@Test
	void refusesDamagedFiles() throws IOException {
		mean().write(this.folder);
		Files.writeString(this.folder.resolve("tokenizer.json"), "{\"model\":");
		assertRefused("tokenizer.json");
		mean().write(this.folder);
		Files.write(this.folder.resolve("model.onnx"), new byte[] { 1, 2, 3 });
		assertRefused("model.onnx");
	}

	private void assertRefused(String message) {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> CrossEncoder.ofFolder(this.folder))
			.withMessageContaining(message);
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> Rerankers.create("cross-encoder", Map.of("model", this.folder.toString())))
			.withMessageStartingWith("The reranker 'cross-encoder' cannot be made: ")
			.withMessageContaining(message);
	}

	@Test
	void tellsWhereModelsAreFound() {
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> Rerankers.create("cross-encoder", Map.of("model", "no such folder")))
			.withMessageContaining("The option 'model' is 'no such folder', which is no folder here, and no name of a "
					+ "model of a hub");
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> Rerankers.create("cross-encoder", Map.of("model", "classpath:no/such/place")))
			.withMessageContaining("is missing in the class path below no/such/place");
	}

	@Test
	void stopsWhenTheThreadIsInterrupted() throws IOException {
		try (CrossEncoder model = CrossEncoder.ofFolder(mean().write(this.folder))) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(RerankException.class).isThrownBy(() -> model.scores("a", List.of("b", "c")))
				.withMessage("The reranker 'cross-encoder' was interrupted while it judged 2 texts");
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void isClosedOnceAndThenRefusesToJudge() throws IOException {
		CrossEncoder model = CrossEncoder.ofFolder(mean().write(this.folder));
		model.close();
		model.close();
		assertThatExceptionOfType(RerankException.class).isThrownBy(() -> model.scores("a", List.of("b")))
			.withMessage("The reranker 'cross-encoder' failed: reranker 'cross-encoder' is closed");
	}

	@Test
	void closesWhenTheCallsUnderWayHaveEnded() throws IOException {
		CrossEncoder model = CrossEncoder.ofFolder(mean().write(this.folder));
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			texts.add("a b c d ".repeat(i % 30 + 1));
		}
		List<CompletableFuture<Integer>> calls = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			calls.add(CompletableFuture.supplyAsync(() -> judged(model, texts)));
		}
		model.close();
		assertThat(calls).allSatisfy((call) -> assertThat(call.join()).isIn(0, 2000));
	}

	private static int judged(CrossEncoder model, List<String> texts) {
		try {
			return model.scores("a", texts).length;
		}
		catch (RerankException ex) {
			assertThat(ex).hasMessageContaining("is closed");
			return 0;
		}
	}

}

package io.fletch.embeddings.colbert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.embeddings.Assets;
import io.fletch.embeddings.TinyModel;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.MultiVectorEmbeddingFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ColbertFunctionTests {

	private static final float[] A = { 1, 0, 0 };

	private static final float[] B = { 0, 1, 0 };

	private static final float[] C = { 0, 0, 1 };

	private static final float[] D = { 0.6f, 0.8f, 0 };

	/** The vectors of the markers [Q] and [D], and of the mask. */
	private static final float[] Q_MARK = A;

	private static final float[] D_MARK = B;

	private static final float[] MASK = C;

	@TempDir
	private Path folder;

	@BeforeEach
	void write() throws IOException {
		TinyModel.tokens(TinyModel.INT64).output("last_hidden_state", TinyModel.FLOAT, -1, -1, 3).write(this.folder);
	}

	@Test
	void givesEachTokenAVectorOfLengthOneAndMarksPassagesAndQuestions() {
		try (MultiVectorEmbeddingFunction function = create(Map.of())) {
			assertVectors(function.embedSourceTokens(List.of("a d", "c")).getFirst(), A, D_MARK, D);
			assertVectors(function.embedQueryTokens("b c"), B, Q_MARK, C);
			assertThat(function.dimensions()).isEqualTo(3);
		}
	}

	@Test
	void keepsTheOrderOfPassagesOfDifferentLengths() {
		try (MultiVectorEmbeddingFunction function = create(Map.of())) {
			List<float[][]> passages = function.embedSourceTokens(List.of("a", "b c d a", "c d"));
			assertThat(passages).extracting((passage) -> passage.length).containsExactly(2, 5, 3);
			assertVectors(passages.get(2), C, D_MARK, D);
		}
	}

	@Test
	void fillsQuestionsUpWithMasksWhereTheModelSaysSo() throws IOException {
		put("artifact.metadata", "{\"query_maxlen\": 5, \"query_token_id\": \"[Q]\", \"doc_token_id\": \"[D]\"}");
		try (MultiVectorEmbeddingFunction function = create(Map.of())) {
			assertVectors(function.embedQueryTokens("b c"), B, Q_MARK, C, MASK, MASK);
			assertVectors(function.embedQueryTokens("b a a a a a a c"), B, Q_MARK, A, A, C);
		}
	}

	@Test
	void readsTheSettingsOfPyLate() throws IOException {
		put("config_sentence_transformers.json", "{\"query_prefix\": \"[D] \", \"document_prefix\": \"[Q] \", "
				+ "\"query_length\": 4, \"document_length\": 4, \"skiplist_words\": [\"d\"]}");
		try (MultiVectorEmbeddingFunction function = create(Map.of())) {
			assertVectors(function.embedQueryTokens("c"), C, D_MARK, MASK, MASK);
			assertVectors(function.embedSourceTokens(List.of("c d a b b")).getFirst(), C, Q_MARK, B);
		}
	}

	@Test
	void keepsAllTokensOfAPassageThatHasNoOthersThanSkippedOnes() throws IOException {
		put("config_sentence_transformers.json", "{\"document_prefix\": \"none\", \"skiplist_words\": [\"d\"]}");
		try (MultiVectorEmbeddingFunction function = create(Map.of())) {
			assertVectors(function.embedSourceTokens(List.of("d d")).getFirst(), D, D);
		}
	}

	@Test
	void givesTheMeanOfLengthOneAsOneVector() throws IOException {
		put("config_sentence_transformers.json", "{\"document_prefix\": \"none\", \"query_prefix\": \"none\"}");
		try (MultiVectorEmbeddingFunction function = create(Map.of())) {
			float root = (float) Math.sqrt(0.5);
			assertVectors(function.embedSources(List.of("a b")).toArray(float[][]::new), new float[] { root, root, 0 });
			assertVectors(new float[][] { function.embedQuery("a c") }, new float[] { root, 0, root });
		}
	}

	@Test
	void letsOptionsDecide() throws IOException {
		put("artifact.metadata", "{\"query_maxlen\": 9, \"doc_maxlen\": 9}");
		Map<String, String> options = Map.of("query-tokens", "4", "max-tokens", "4", "query-augmentation", "false");
		try (MultiVectorEmbeddingFunction function = create(options)) {
			assertThat(function.embedQueryTokens("a")).hasDimensions(2, 3);
			assertThat(function.embedQueryTokens("a a a a a a")).hasDimensions(4, 3);
			assertThat(function.embedSourceTokens(List.of("a a a a a a")).getFirst()).hasDimensions(4, 3);
			assertThat(function.description().settings()).containsEntry("query-augmentation", "false");
		}
	}

	@Test
	void cutsQuestionsAndPassagesEachByItself() {
		try (MultiVectorEmbeddingFunction function = create(Map.of("query-tokens", "6", "max-tokens", "4"))) {
			assertThat(function.embedQueryTokens("a a a a a a a")).hasDimensions(6, 3);
			assertThat(function.embedSourceTokens(List.of("a a a a a a a")).getFirst()).hasDimensions(4, 3);
		}
	}

	@Test
	void describesLengthsAndWhatIsSkipped() throws IOException {
		put("config_sentence_transformers.json",
				"{\"query_length\": 9, \"document_length\": 10, " + "\"skiplist_words\": [\"d\"]}");
		try (MultiVectorEmbeddingFunction function = create(Map.of("max-tokens", "8"))) {
			assertThat(function.description().settings()).containsEntry("query-tokens", "9")
				.containsEntry("max-tokens", "8")
				.containsEntry("attends-to-mask", "false")
				.containsEntry("skip-punctuation", "[5]");
		}
	}

	@ParameterizedTest
	@CsvSource({ "artifact.metadata, query_maxlen, -5", "artifact.metadata, query_maxlen, 2000000000",
			"artifact.metadata, doc_maxlen, 3", "config_sentence_transformers.json, query_length, 0",
			"config_sentence_transformers.json, document_length, 1e300" })
	void refusesLengthsThatNoModelHas(String file, String field, String value) throws IOException {
		put(file, "{\"" + field + "\": " + value + "}");
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of()))
			.withMessageStartingWith("The model's " + file + " names ")
			.withMessageEndingWith(" under " + field + ", but must name a number from 4 to 65536. Correct the file.");
	}

	@Test
	void cutsNoLaterThanTheModelHasPositions() throws IOException {
		put("config.json", "{\"max_position_embeddings\": 5}");
		put("artifact.metadata", "{\"doc_maxlen\": 300}");
		try (MultiVectorEmbeddingFunction function = create(Map.of())) {
			assertThat(function.embedSourceTokens(List.of("a a a a a a a")).getFirst()).hasDimensions(5, 3);
		}
	}

	@Test
	void namesTheFileOfANetworkThatGivesTooFewVectors() throws IOException {
		TinyModel.tokens(TinyModel.INT64)
			.shape("joined", "last_hidden_state", 1, 1, -1)
			.output("joined", TinyModel.FLOAT, 1, 1, -1)
			.write(this.folder);
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of()))
			.withMessageStartingWith("Model file " + this.folder.resolve("model.onnx") + " of ")
			.withMessageContaining("is not a model of late interaction that can be used (");
	}

	@Test
	void refusesAnExportWithoutItsProjection() throws IOException {
		put("artifact.metadata", "{\"dim\": 128}");
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of()))
			.withMessageEndingWith(
					"makes vectors of 3 dimensions, but its settings name 128: the last layer is not part of "
							+ "the ONNX file. Export the model with its projection.");
	}

	@Test
	void refusesMarkersThatTheTokenizerLacks() throws IOException {
		put("artifact.metadata", "{\"query_token_id\": \"[unused0]\", \"doc_token_id\": \"[D]\"}");
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of()))
			.withMessage("The model's artifact.metadata names the token '[unused0]' under query_token_id, which its "
					+ "tokenizer.json lacks: the two are not of one model. Copy both from the same export.");
	}

	@Test
	void refusesAModelThatGivesNoNumbers() throws IOException {
		TinyModel.tokens(TinyModel.INT64)
			.node("Log", "logarithms", "last_hidden_state")
			.output("logarithms", TinyModel.FLOAT, -1, -1, 3)
			.write(this.folder);
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of()))
			.withMessageStartingWith("Model file " + this.folder.resolve("model.onnx") + " of ")
			.withMessageContaining("when it was tried, it gave NaN or infinite numbers");
	}

	@Test
	void saysWhichTextIsNull() {
		try (MultiVectorEmbeddingFunction function = create(Map.of())) {
			assertThatExceptionOfType(EmbeddingException.class)
				.isThrownBy(() -> function.embedSourceTokens(Arrays.asList("a", null)))
				.withMessageStartingWith("Text 2 of 2 is null");
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedQueryTokens(null))
				.withMessageStartingWith("Text 1 of 1 is null");
		}
	}

	@Test
	void refusesANetworkThatPoolsItself() throws IOException {
		TinyModel.tokens(TinyModel.INT64)
			.mean("mean", "last_hidden_state", 1)
			.output("mean", TinyModel.FLOAT, -1, 3)
			.write(this.folder);
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of()))
			.withMessageContaining("is not a model of late interaction: none of its outputs [mean] has the shape");
	}

	@Test
	void ranksThePassageThatAnswersFirst() {
		String model = Assets.requireFile("models/minilm-late-interaction-128").toString();
		List<String> passages = List.of("Rain fell on the town, and on the river behind it.",
				"Photosynthesis turns light, water and carbon dioxide into sugar and oxygen.",
				"The stock market fell sharply on Monday, led by losses of technology companies.");
		try (MultiVectorEmbeddingFunction function = create(Map.of("model", model))) {
			assertThat(function.dimensions()).isEqualTo(128);
			float[][] question = function.embedQueryTokens("How do plants make sugar?");
			List<float[][]> tokens = function.embedSourceTokens(passages);
			assertThat(similarity(question, tokens.get(1))).isGreaterThan(similarity(question, tokens.get(0)) + 0.5)
				.isGreaterThan(similarity(question, tokens.get(2)) + 0.5);
			assertThat(tokens.get(1)[0])
				.satisfies((vector) -> assertThat(similarity(new float[][] { vector }, new float[][] { vector }))
					.isCloseTo(1, Offset.offset(1e-5)));
		}
	}

	@Test
	void keepsNoVectorsOfPunctuation() {
		String model = Assets.requireFile("models/minilm-late-interaction-128").toString();
		try (MultiVectorEmbeddingFunction all = create(Map.of("model", model, "skip-punctuation", "false"));
				MultiVectorEmbeddingFunction words = create(Map.of("model", model))) {
			assertThat(all.embedSourceTokens(List.of("Rain, snow.")).getFirst()).hasDimensions(6, 128);
			assertThat(words.embedSourceTokens(List.of("Rain, snow.")).getFirst()).hasDimensions(4, 128);
		}
	}

	private static double similarity(float[][] question, float[][] passage) {
		double sum = 0;
		for (float[] token : question) {
			double best = -1;
			for (float[] other : passage) {
				double dot = 0;
				for (int i = 0; i < token.length; i++) {
					dot += (double) token[i] * other[i];
				}
				best = Math.max(best, dot);
			}
			sum += best;
		}
		return sum;
	}

	private static void assertVectors(float[][] vectors, float[]... expected) {
		assertThat(vectors).hasDimensions(expected.length, 3);
		for (int i = 0; i < expected.length; i++) {
			assertThat(vectors[i]).as("token %d", i).containsExactly(expected[i], Offset.offset(1e-6f));
		}
	}

	private MultiVectorEmbeddingFunction create(Map<String, String> options) {
		Map<String, String> all = new TreeMap<>(options);
		all.putIfAbsent("model", this.folder.toString());
		return (MultiVectorEmbeddingFunction) new Colbert().create("mine", new EmbeddingOptions("mine", all));
	}

	private void put(String file, String content) throws IOException {
		Files.writeString(this.folder.resolve(file), content);
	}

}

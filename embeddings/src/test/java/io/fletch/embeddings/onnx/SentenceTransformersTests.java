package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.embeddings.TinyModel;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.ModelDescription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What the files of a model say and what options say, on a model whose vectors can be
 * worked out by hand.
 */
class SentenceTransformersTests {

	private static final Offset<Float> NEAR = Offset.offset(1e-6f);

	@TempDir
	private Path folder;

	@BeforeEach
	void write() throws IOException {
		tokens().write(this.folder);
	}

	private static TinyModel tokens() {
		return TinyModel.tokens(TinyModel.INT64).output("last_hidden_state", TinyModel.FLOAT, -1, -1, 3);
	}

	@Test
	void takesTheMeanOfLengthOneWhereNothingSaysOtherwise() {
		assertThat(embed("a b", Map.of())).containsExactly(unit(0.5f, 1, 0), NEAR);
	}

	@Test
	void poolsAsTheFilesSay() throws IOException {
		put("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": false}");
		assertThat(embed("b a c", Map.of())).containsExactly(unit(0, 2, 0), NEAR);
	}

	@Test
	void poolsWhereTheListOfModulesSays() throws IOException {
		put("modules.json", "[{\"path\": \"\", \"type\": \"sentence_transformers.models.Transformer\"},"
				+ "{\"path\": \"2_Pooling\", \"type\": \"sentence_transformers.models.Pooling\"}]");
		put("2_Pooling/config.json", "{\"pooling_mode_max_tokens\": true}");
		assertThat(embed("d b", Map.of())).containsExactly(3, 4, 0);
	}

	@Test
	void prefersWhatOptionsSay() throws IOException {
		put("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
		assertThat(embed("a b c", Map.of("pooling", "last-token", "normalize", "false"))).containsExactly(0, 0, 4);
	}

	@Test
	void doesNotScaleWhereTheModulesDoNot() throws IOException {
		put("modules.json", "[{\"path\": \"\", \"type\": \"sentence_transformers.models.Transformer\"},"
				+ "{\"path\": \"1_Pooling\", \"type\": \"sentence_transformers.models.Pooling\"}]");
		assertThat(embed("a b", Map.of())).containsExactly(0.5f, 1, 0);
	}

	@Test
	void refusesModulesThatAreNotPartOfTheNetwork() throws IOException {
		put("modules.json", "[{\"path\": \"2_Dense\", \"type\": \"sentence_transformers.models.Dense\"}]");
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of()))
			.withMessageContaining("names the modules [Dense], which are not part of its ONNX file");
	}

	@Test
	void refusesPoolingsThatItDoesNotKnow() throws IOException {
		put("1_Pooling/config.json", "{\"pooling_mode_weightedmean_tokens\": true}");
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of()))
			.withMessageStartingWith("The model's pooling is [pooling_mode_weightedmean_tokens], but must be one of")
			.withMessageEndingWith("or choose by the option 'pooling'.");
	}

	@Test
	void paddingChangesNoVectorWhateverItsSide() throws IOException {
		for (String side : List.of("right", "left")) {
			put("tokenizer_config.json", "{\"padding_side\": \"" + side + "\", \"pad_token\": \"[PAD]\"}");
			for (String pooling : List.of("mean", "cls", "max", "last-token")) {
				try (EmbeddingFunction function = create(Map.of("pooling", pooling))) {
					assertThat(function.embedSources(List.of("a b c d", "b a")).getLast()).as(side + " " + pooling)
						.containsExactly(function.embedQuery("b a"), NEAR);
				}
			}
		}
	}

	@Test
	void numbersPositionsFromTheFirstTokenOn() throws IOException {
		TinyModel.empty()
			.input("input_ids", TinyModel.INT64, -1, -1)
			.input("position_ids", TinyModel.INT64, -1, -1)
			.cast("positions", "position_ids", TinyModel.FLOAT)
			.shape("last_hidden_state", "positions", 0, -1, 1)
			.output("last_hidden_state", TinyModel.FLOAT, -1, -1, 1)
			.write(this.folder);
		put("tokenizer_config.json", "{\"padding_side\": \"left\"}");
		try (EmbeddingFunction function = create(Map.of("pooling", "last-token", "normalize", "false"))) {
			assertThat(function.embedSources(List.of("a b c d", "a b"))).containsExactly(new float[] { 3 },
					new float[] { 1 });
		}
	}

	@Test
	void takesTheVectorsThatTheNetworkPoolsItself() throws IOException {
		tokens().mean("sentence_embedding", "last_hidden_state", 1)
			.output("sentence_embedding", TinyModel.FLOAT, -1, 3)
			.write(this.folder);
		put("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
		assertThat(embed("a b", Map.of("normalize", "false"))).containsExactly(0.5f, 1, 0);
		assertThat(embed("a b", Map.of("normalize", "false", "pooling", "cls"))).containsExactly(1, 0, 0);
	}

	@Test
	void runsNetworksOfHalfPrecisionAndOfNarrowIds() throws IOException {
		TinyModel.tokens(TinyModel.INT32)
			.cast("halves", "last_hidden_state", TinyModel.FLOAT16)
			.output("halves", TinyModel.FLOAT16, -1, -1, 3)
			.write(this.folder);
		assertThat(embed("a b", Map.of("normalize", "false"))).containsExactly(0.5f, 1, 0);
	}

	@Test
	void fillsTextsUpToASizeThatTheExportFixed() throws IOException {
		TinyModel.empty()
			.input("input_ids", TinyModel.INT64, 2, 4)
			.node("Gather", "last_hidden_state", "table", "input_ids")
			.output("last_hidden_state", TinyModel.FLOAT, 2, 4, 3)
			.write(this.folder);
		try (EmbeddingFunction function = create(Map.of("normalize", "false"))) {
			assertThat(function.embedSources(List.of("a", "b a", "c c c c c c")))
				.containsExactly(new float[] { 1, 0, 0 }, new float[] { 0.5f, 1, 0 }, new float[] { 0, 0, 4 });
		}
	}

	@Test
	void putsPrefixesBeforeQuestionsAndPassages() throws IOException {
		put("config_sentence_transformers.json", "{\"prompts\": {\"query\": \"b \", \"document\": \"c \"}}");
		Map<String, String> plain = Map.of("normalize", "false", "pooling", "max");
		try (EmbeddingFunction function = create(plain)) {
			assertThat(function.embedQuery("a")).containsExactly(1, 2, 0);
			assertThat(function.embedSources(List.of("a"))).containsExactly(new float[] { 1, 0, 4 });
		}
		try (EmbeddingFunction function = create(with(plain, "query-prefix", "d ", "passage-prefix", ""))) {
			assertThat(function.embedQuery("a")).containsExactly(3, 4, 0);
			assertThat(function.embedSources(List.of("a"))).containsExactly(new float[] { 1, 0, 0 });
		}
	}

	@Test
	void cutsTextsWhereTheFilesOrOptionsSay() throws IOException {
		put("sentence_bert_config.json", "{\"max_seq_length\": 4}");
		put("config.json", "{\"max_position_embeddings\": 5}");
		Map<String, String> last = Map.of("pooling", "last-token", "normalize", "false");
		assertThat(embed("a a a b c d", last)).containsExactly(0, 2, 0);
		assertThat(embed("a a a b c d", with(last, "max-tokens", "5"))).containsExactly(0, 0, 4);
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of("max-tokens", "6")))
			.withMessageEndingWith(
					"The option 'max-tokens' of the embedding function 'mine' is '6', but must be from 3 to 5");
	}

	@Test
	void ignoresFieldsWithoutAValue() throws IOException {
		put("sentence_bert_config.json", "{\"max_seq_length\": null}");
		put("tokenizer_config.json", "{\"model_max_length\": 1000000000000000019884624838656}");
		assertThat(embed("a b", Map.of("normalize", "false"))).containsExactly(0.5f, 1, 0);
	}

	@Test
	void cutsVectorsAndScalesThemAgain() {
		try (EmbeddingFunction function = create(Map.of("dimensions", "2"))) {
			assertThat(function.dimensions()).isEqualTo(2);
			assertThat(function.embedQuery("d c")).containsExactly(unit(3, 4), NEAR);
		}
	}

	@Test
	void refusesMoreDimensionsThanThereAre() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of("dimensions", "4")))
			.withMessage(
					"The option 'dimensions' of the embedding function 'mine' is 4, but the model makes vectors of 3: "
							+ "choose no more than these");
	}

	@Test
	void describesDimensionsThatCutNothingAsNone() {
		try (EmbeddingFunction all = create(Map.of()); EmbeddingFunction uncut = create(Map.of("dimensions", "3"))) {
			assertThat(uncut.description()).isEqualTo(all.description());
		}
	}

	@Test
	void refusesAModelThatGivesNoNumbers() throws IOException {
		TinyModel.tokens(TinyModel.INT64)
			.node("Log", "logarithms", "last_hidden_state")
			.output("logarithms", TinyModel.FLOAT, -1, -1, 3)
			.write(this.folder);
		for (String normalize : List.of("true", "false")) {
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of("normalize", normalize)))
				.withMessageStartingWith("Model file " + this.folder.resolve("model.onnx") + " of ")
				.withMessageContaining("is not a model that works here: when it was tried, it gave NaN or infinite");
		}
	}

	@Test
	void saysWhichTextIsNull() {
		List<String> texts = Arrays.asList("a", null, "b");
		for (String prefix : List.of("", "d ")) {
			try (EmbeddingFunction function = create(Map.of("passage-prefix", prefix, "query-prefix", prefix))) {
				assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedSources(texts))
					.withMessage("Text 2 of 3 is null: leave it out, or give a text in its place");
				assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedQuery(null))
					.withMessageStartingWith("Text 1 of 1 is null");
			}
		}
	}

	@Test
	void namesTheOptionOfAFileThatIsMissing() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of("file", "nosuch.onnx")))
			.withMessage("Model file nosuch.onnx, which the option 'file' names, is missing in " + this.folder
					+ ". Name one that is there, or leave the option out.");
	}

	@Test
	void describesWhatVectorsDependOn() throws IOException {
		try (EmbeddingFunction function = create(Map.of("dimensions", "2", "query-prefix", "b "))) {
			ModelDescription description = function.description();
			assertThat(description.model()).matches(this.folder.getFileName() + "@sha256:[0-9a-f]{16}");
			assertThat(description.settings()).isEqualTo(Map.of("max-tokens", "512", "pooling", "mean", "normalize",
					"true", "query-prefix", "b ", "passage-prefix", "", "dimensions", "2"));
		}
	}

	@Test
	void describesAnotherNetworkOtherwise() throws IOException {
		try (EmbeddingFunction before = create(Map.of())) {
			tokens().mean("other", "last_hidden_state", 1).output("other", TinyModel.FLOAT, -1, 3).write(this.folder);
			try (EmbeddingFunction after = create(Map.of())) {
				assertThat(after.description()).isNotEqualTo(before.description());
			}
		}
	}

	@Test
	void describesOtherWeightsAnotherTokenizerAndAnotherLengthOtherwise() throws IOException {
		Set<ModelDescription> descriptions = new HashSet<>();
		descriptions.add(describe(Map.of()));
		descriptions.add(describe(Map.of("max-tokens", "100")));
		put("sentence_bert_config.json", "{\"max_seq_length\": 50}");
		descriptions.add(describe(Map.of()));
		for (String weights : List.of("model.onnx_data", "model.onnx_data_1", "model.onnx.data")) {
			put(weights, "1");
			descriptions.add(describe(Map.of()));
			put(weights, "2");
			descriptions.add(describe(Map.of()));
		}
		put("tokenizer.json", Files.readString(this.folder.resolve("tokenizer.json")) + " ");
		descriptions.add(describe(Map.of()));
		assertThat(descriptions).hasSize(10);
	}

	private ModelDescription describe(Map<String, String> options) {
		try (EmbeddingFunction function = create(options)) {
			return function.description();
		}
	}

	@ParameterizedTest
	@CsvSource({ "mean, 0, 0, 1", "max, 0, 0, 4", "cls, 0, 2, 0", "last-token, 0, 0, 4" })
	void leavesPrefixesOutOfPoolingWhereTheModelDoes(String pooling, float x, float y, float z) throws IOException {
		put("1_Pooling/config.json", "{\"pooling_mode_mean_tokens\": true, \"include_prompt\": false}");
		Map<String, String> options = Map.of("pooling", pooling, "query-prefix", "b a ", "passage-prefix", "b a ",
				"normalize", String.valueOf(pooling.equals("mean")));
		try (EmbeddingFunction function = create(options)) {
			assertThat(function.embedQuery("c")).containsExactly(x, y, z);
			assertThat(function.embedSources(List.of("c", "c c"))).last()
				.asInstanceOf(InstanceOfAssertFactories.FLOAT_ARRAY)
				.containsExactly(x, y, z);
			assertThat(function.description().settings()).containsEntry("prefix-pooled", "false");
		}
	}

	@Test
	void refusesToLeavePrefixesOutWhereTheNetworkPools() throws IOException {
		tokens().mean("sentence_embedding", "last_hidden_state", 1)
			.output("sentence_embedding", TinyModel.FLOAT, -1, 3)
			.write(this.folder);
		put("1_Pooling/config.json", "{\"pooling_mode_mean_tokens\": true, \"include_prompt\": false}");
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of("query-prefix", "b ")))
			.withMessageStartingWith("The model's pooling leaves its prompts out (include_prompt is false)")
			.withMessageContaining("Choose how by the option 'pooling'");
		assertThat(embed("a", Map.of("query-prefix", "b ", "pooling", "mean"))).containsExactly(1, 0, 0);
	}

	@Test
	void refusesNetworksOfFixedSizesThatNoArrayHolds() throws IOException {
		TinyModel.empty()
			.input("input_ids", TinyModel.INT64, 1_000_000, 1_000_000)
			.node("Gather", "last_hidden_state", "table", "input_ids")
			.output("last_hidden_state", TinyModel.FLOAT, -1, -1, 3)
			.write(this.folder);
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of()))
			.withMessage("The model's input input_ids has the fixed shape [1000000, 1000000], but may have at most "
					+ "32768 texts and tokens. Export it with sizes that are left open.");
	}

	@Test
	void loadsFromTheClassPath() throws IOException {
		Files.createDirectories(this.folder.resolve("models"));
		tokens().write(this.folder.resolve("models"));
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader application = new URLClassLoader(new URL[] { this.folder.toUri().toURL() })) {
			thread.setContextClassLoader(application);
			try (EmbeddingFunction function = new SentenceTransformers().create("mine",
					new EmbeddingOptions("mine", Map.of("model", "classpath:models")))) {
				assertThat(function.embedQuery("a")).containsExactly(1, 0, 0);
			}
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	@Test
	void namesWhatIsMissingOnTheClassPath() {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> new SentenceTransformers().create("mine",
					new EmbeddingOptions("mine", Map.of("model", "classpath:nowhere"))))
			.withMessage(
					"Model file model.onnx or onnx/model.onnx or onnx/model_quantized.onnx or model_quantized.onnx is "
							+ "missing in the class path below nowhere. Put model.onnx and tokenizer.json of an ONNX export of a "
							+ "sentence transformer into the folder nowhere of the class path.");
	}

	@Test
	void namesAModelThatIsNoneAndTheRemedy() {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> new SentenceTransformers().create("mine",
					new EmbeddingOptions("mine", Map.of("model", "../no/such/folder"))))
			.withMessageStartingWith("The option 'model' is '../no/such/folder', which is no folder here, and no name");
	}

	@Test
	void refusesFilesOutsideTheModel() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of("file", "../model.onnx")))
			.withMessage("The file '../model.onnx' is not below the model's folder " + this.folder
					+ ": give a path relative to it, such as onnx/model.onnx");
	}

	@Test
	void loadsTheFileThatAnOptionNames() throws IOException {
		TinyModel.tokens(TinyModel.INT64)
			.mean("sentence_embedding", "last_hidden_state", 1)
			.output("sentence_embedding", TinyModel.FLOAT, -1, 3)
			.write(this.folder, "other.onnx");
		assertThat(embed("a b", Map.of("file", "other.onnx", "normalize", "false"))).containsExactly(0.5f, 1, 0);
	}

	@Test
	void refusesNetworksWithoutVectorsOfTokens() throws IOException {
		TinyModel.tokens(TinyModel.INT64)
			.mean("mean", "last_hidden_state", 1)
			.output("mean", TinyModel.FLOAT, -1, 3)
			.write(this.folder);
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of()))
			.withMessageContaining("none of its outputs [mean] has the shape [texts, tokens, dimensions]");
	}

	@Test
	void refusesNetworksWithInputsThatItDoesNotKnow() throws IOException {
		tokens().input("past_key_values", TinyModel.FLOAT, -1).write(this.folder);
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of()))
			.withMessageContaining("model.onnx of ")
			.withMessageContaining("is not a sentence transformer: its inputs are [attention_mask, input_ids, "
					+ "past_key_values], not among [attention_mask, input_ids, position_ids, token_type_ids]");
	}

	@Test
	void namesASettingsFileThatIsNoJson() throws IOException {
		put("config.json", "{");
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of()))
			.withMessageStartingWith("Model file " + this.folder.resolve("config.json") + " of 1 bytes is not JSON (");
	}

	@Test
	void saysWhatAGraphicsCardNeeds() {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> create(Map.of("execution-provider", "cuda", "device-id", "0")))
			.withMessageStartingWith("ONNX Runtime cannot use the execution provider CUDA with device 0 here (")
			.withMessageContaining("Put com.microsoft.onnxruntime:onnxruntime_gpu in place of onnxruntime")
			.withMessageEndingWith("Or use the execution provider cpu.");
	}

	@Test
	void givesTextOfNoTokensAVectorToo() {
		try (EmbeddingFunction function = create(Map.of("normalize", "false"))) {
			assertThat(function.embedSources(List.of("a", " "))).containsExactly(new float[] { 1, 0, 0 },
					new float[] { 100, 100, 100 });
		}
	}

	@Test
	void looksForNamesWithoutAnOrganisationAmongTheModelsOfTheLibrary() {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> new SentenceTransformers().create("mine",
					new EmbeddingOptions("mine",
							Map.of("model", "all-MiniLM-L6-v2", "offline", "true", "cache-folder",
									this.folder.toString()))))
			.withMessageStartingWith(
					"The model sentence-transformers/all-MiniLM-L6-v2 with the revision main is not in the " + "folder "
							+ this.folder);
	}

	@Test
	void refusesSettingsThatCannotWork() {
		assertThatIllegalArgumentException().isThrownBy(() -> new OnnxSettings(ExecutionProvider.CPU, 0, 0, 1, 1))
			.withMessage("threads must be at least 1, but was 0");
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of("batch-size", "0")))
			.withMessage(
					"The option 'batch-size' of the embedding function 'mine' is '0', but must be from 1 to 1000000");
	}

	@Test
	void startsNoMoreThreadsThanMachinesHave() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(Map.of("threads", "99999")))
			.withMessage("The option 'threads' of the embedding function 'mine' is '99999', but must be from 1 to 256");
		assertThatIllegalArgumentException().isThrownBy(() -> new OnnxSettings(ExecutionProvider.CPU, 0, 257, 1, 1))
			.withMessage("threads must be at most 256, but was 257");
	}

	@Test
	void stopsAtTheNextBatchWhenInterrupted() {
		try (EmbeddingFunction function = create(Map.of())) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedQuery("a"))
				.withMessage("Interrupted while embedding 1 texts");
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void offersOptionsWithDifferentNamesAndDescriptions() {
		assertThat(new SentenceTransformers().options()).extracting("name")
			.doesNotHaveDuplicates()
			.contains("model", "revision", "file", "pooling", "normalize", "query-prefix", "passage-prefix",
					"max-tokens", "dimensions", "threads", "batch-size", "execution-provider", "device-id");
	}

	private float[] embed(String text, Map<String, String> options) {
		try (EmbeddingFunction function = create(options)) {
			return function.embedQuery(text);
		}
	}

	private EmbeddingFunction create(Map<String, String> options) {
		return new SentenceTransformers().create("mine",
				new EmbeddingOptions("mine", with(options, "model", this.folder.toString())));
	}

	private static Map<String, String> with(Map<String, String> options, String... more) {
		Map<String, String> all = new TreeMap<>(options);
		for (int i = 0; i < more.length; i += 2) {
			all.put(more[i], more[i + 1]);
		}
		return all;
	}

	private void put(String file, String content) throws IOException {
		Path path = this.folder.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, content);
	}

	private static float[] unit(float... values) {
		return UnitLength.scale(values);
	}

}

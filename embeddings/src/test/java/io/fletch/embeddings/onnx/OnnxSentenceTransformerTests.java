package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.test.embedding.Cosine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OnnxSentenceTransformerTests {

	@TempDir
	private Path folder;

	@Test
	void loadsAModelFromAFolder() throws IOException {
		copyModel();
		try (OnnxSentenceTransformer function = OnnxSentenceTransformer.ofFolder("mine", this.folder)) {
			assertThat(function.name()).isEqualTo("mine");
			assertThat(function.dimensions()).isEqualTo(384);
			assertThat(function.embedQuery("Rain.")).hasSize(384);
		}
	}

	@Test
	void givesTheSameVectorsInBatchesOfAnySize() throws IOException {
		copyModel();
		List<String> sources = List.of("Rain.", "It rains on the town, and on the river behind it.", "Snow falls.");
		try (EmbeddingFunction single = load("1"); EmbeddingFunction pairs = load("2")) {
			List<float[]> expected = single.embedSources(sources);
			List<float[]> vectors = pairs.embedSources(sources);
			for (int i = 0; i < sources.size(); i++) {
				assertThat(Cosine.of(vectors.get(i), expected.get(i))).as(sources.get(i)).isGreaterThan(0.97);
			}
		}
	}

	@Test
	void namesAMissingModelFileAndTheRemedy() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> load())
			.withMessage(
					"Model file model.onnx or onnx/model.onnx or onnx/model_quantized.onnx or model_quantized.onnx is "
							+ "missing in %s. Put model.onnx and tokenizer.json of an ONNX export of a sentence transformer "
							+ "into %s.",
					this.folder, this.folder);
	}

	@Test
	void namesADamagedModelFileAndTheRemedy() throws IOException {
		copyModel();
		Path model = this.folder.resolve("model.onnx");
		Files.write(model, Arrays.copyOf(Files.readAllBytes(model), 1_000_000));
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> load())
			.withMessageStartingWith(
					"Model file " + model + " of 1000000 bytes is not an ONNX model that ONNX Runtime can run (")
			.withMessageEndingWith("Put model.onnx and tokenizer.json of an ONNX export of a sentence transformer into "
					+ this.folder + ".");
	}

	@Test
	void namesADamagedTokenizerFile() throws IOException {
		copyModel();
		Path tokenizer = this.folder.resolve("tokenizer.json");
		Files.writeString(tokenizer, "version https://git-lfs.github.com/spec/v1");
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> load())
			.withMessageStartingWith("Model file " + tokenizer + " of 42 bytes is not a tokenizer (");
	}

	@Test
	void refusesToEmbedOnceClosed() throws IOException {
		copyModel();
		OnnxSentenceTransformer function = OnnxSentenceTransformer.ofFolder("mine", this.folder);
		function.close();
		function.close();
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedQuery("Rain."))
			.withMessage("Embedding function 'mine' is closed");
	}

	@Test
	void leavesTheOfflineSettingOfTheTokenizerLibraryAsItWas() throws IOException {
		copyModel();
		load().close();
		assertThat(System.getProperty("ai.djl.offline")).isNull();
	}

	private EmbeddingFunction load(String batchSize) {
		return new SentenceTransformers().create("mine",
				new EmbeddingOptions("mine", Map.of("model", this.folder.toString(), "batch-size", batchSize)));
	}

	private OnnxSentenceTransformer load() {
		return OnnxSentenceTransformer.ofFolder("mine", this.folder);
	}

	private void copyModel() throws IOException {
		copy("all-minilm-l6-v2-q.onnx", "model.onnx");
		copy("all-minilm-l6-v2-q-tokenizer.json", "tokenizer.json");
	}

	private void copy(String resource, String file) throws IOException {
		try (InputStream stream = getClass().getResourceAsStream("/" + resource)) {
			Files.copy(stream, this.folder.resolve(file));
		}
	}

}

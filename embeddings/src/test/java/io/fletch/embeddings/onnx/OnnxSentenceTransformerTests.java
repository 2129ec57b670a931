package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.embedding.EmbeddingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
	void ignoresTextBeyondTheLastToken() throws IOException {
		copyModel();
		OnnxSettings settings = new OnnxSettings(6, 1, 1);
		try (OnnxSentenceTransformer function = OnnxSentenceTransformer.ofFolder("mine", this.folder, settings)) {
			float[] whole = function.embedQuery("one two three four");
			assertThat(function.embedQuery("one two three four five six")).containsExactly(whole);
			assertThat(function.embedQuery("one two three")).isNotEqualTo(whole);
		}
	}

	@Test
	void givesTheSameVectorsInBatchesOfAnySize() throws IOException {
		copyModel();
		List<String> sources = List.of("Rain.", "It rains on the town, and on the river behind it.", "Snow falls.");
		try (OnnxSentenceTransformer single = OnnxSentenceTransformer.ofFolder("a", this.folder,
				new OnnxSettings(256, 1, 1));
				OnnxSentenceTransformer pairs = OnnxSentenceTransformer.ofFolder("b", this.folder,
						new OnnxSettings(256, 2, 1))) {
			List<float[]> expected = single.embedSources(sources);
			List<float[]> vectors = pairs.embedSources(sources);
			for (int i = 0; i < sources.size(); i++) {
				assertThat(EmbeddingFunctionContract.cosine(vectors.get(i), expected.get(i))).as(sources.get(i))
					.isGreaterThan(0.97);
			}
		}
	}

	@Test
	void namesAMissingModelFileAndTheRemedy() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> load())
			.withMessage("Model file %s is missing. Put model.onnx and tokenizer.json of an ONNX export of a "
					+ "sentence transformer into %s.", this.folder.resolve("model.onnx"), this.folder);
	}

	@Test
	void namesADamagedModelFileAndTheRemedy() throws IOException {
		copyModel();
		Path model = this.folder.resolve("model.onnx");
		Files.write(model, Arrays.copyOf(Files.readAllBytes(model), 1_000_000));
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> load())
			.withMessageStartingWith("Model file " + model + " of 1000000 bytes is not an ONNX model (")
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

	@Test
	void refusesSettingsThatCannotWork() {
		assertThatIllegalArgumentException().isThrownBy(() -> new OnnxSettings(2, 32, 1))
			.withMessage("maxTokens must be at least 3, but was 2");
		assertThatIllegalArgumentException().isThrownBy(() -> new OnnxSettings(256, 0, 1))
			.withMessage("batchSize must be at least 1, but was 0");
		assertThatIllegalArgumentException().isThrownBy(() -> new OnnxSettings(256, 32, 0))
			.withMessage("threads must be at least 1, but was 0");
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

package io.fletch.embeddings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.embeddings.clip.Clip;
import io.fletch.embeddings.colbert.Colbert;
import io.fletch.embeddings.onnx.AllMiniLmL6V2;
import io.fletch.embeddings.onnx.BgeSmallEnV15;
import io.fletch.embeddings.onnx.E5SmallV2;
import io.fletch.embeddings.onnx.SentenceTransformers;
import io.fletch.store.embedding.EmbeddingFunctionFactory;

import static org.assertj.core.api.Assertions.assertThat;

class LocalModelsDocumentTests {

	static List<EmbeddingFunctionFactory> factories() {
		return List.of(new AllMiniLmL6V2(), new BgeSmallEnV15(), new E5SmallV2(), new SentenceTransformers(),
				new Clip(), new Colbert());
	}

	@ParameterizedTest
	@MethodSource("factories")
	void namesEveryAliasAndOption(EmbeddingFunctionFactory factory) throws IOException {
		String document = Files.readString(Path.of("..", "docs", "local-models.md"));
		assertThat(document).contains("`" + factory.alias() + "`");
		assertThat(factory.options()).isNotEmpty()
			.allSatisfy((option) -> assertThat(document).contains("`" + option.name() + "`"));
	}

	@ParameterizedTest
	@MethodSource("factories")
	void statesTheDefaults(EmbeddingFunctionFactory factory) throws IOException {
		String document = Files.readString(Path.of("..", "docs", "local-models.md"));
		assertThat(factory.options()).filteredOn((option) -> option.defaultValue() != null)
			.filteredOn((option) -> !option.name().equals("hub-url"))
			.allSatisfy((option) -> assertThat(document)
				.containsPattern("\\| `" + option.name() + "` \\| `?\\Q" + option.defaultValue() + "\\E`? \\|"));
	}

}

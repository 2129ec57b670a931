package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.fletch.embeddings.Assets;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.test.embedding.Cosine;
import io.fletch.test.embedding.MeaningContract;

import static org.assertj.core.api.Assertions.assertThat;

class AllMiniLmL6V2Tests extends MeaningContract {

	private static final Pattern TEXT = Pattern.compile("\"text\": \"(.*)\"");

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
	protected EmbeddingFunction function() {
		return function;
	}

	@Override
	protected double sameness() {
		// Activations are quantised a batch at a time; "Rain." beside long text suffers
		// most.
		return 0.97;
	}

	@Test
	void isFoundByItsAlias() {
		try (EmbeddingFunctionRegistry registry = EmbeddingFunctionRegistry.discovered()) {
			assertThat(registry.aliases()).contains("all-minilm-l6-v2", "bge-small-en-v1.5", "e5-small-v2",
					"sentence-transformers", "clip", "colbert");
			assertThat(registry.get("all-minilm-l6-v2").name()).isEqualTo("all-minilm-l6-v2");
		}
	}

	@Test
	void hasDimensions384() {
		assertThat(function.dimensions()).isEqualTo(384);
	}

	@Test
	void describesTheModelAndHowItIsUsed() {
		assertThat(function.description().model()).matches("all-minilm-l6-v2-q@sha256:[0-9a-f]{16}");
		assertThat(function.description().settings()).containsEntry("pooling", "mean")
			.containsEntry("max-tokens", "256")
			.containsEntry("normalize", "true");
	}

	@Test
	void givesTheKnownVectorOfASentence() {
		float[] vector = function.embedQuery("0-dimensional biomaterials lack inductive properties.");
		assertThat(
				new float[] { vector[0], vector[1], vector[2], vector[3], vector[4], vector[5], vector[6], vector[7] })
			.containsExactly(new float[] { -0.0406f, 0.0393f, 0.024f, -0.0232f, -0.0205f, -0.072f, -0.0686f, 0.0785f },
					Offset.offset(0.02f));
	}

	@Test
	void reproducesTheVectorsOfTheScifactQueries() throws IOException {
		String folder = "datasets/scifact/";
		Path expected = Assets.requireFile(folder + "embeddings-all-minilm-l6-v2-q/queries.fvecs");
		List<String> queries = Files.readAllLines(Assets.requireFile(folder + "queries.jsonl"))
			.stream()
			.limit(100)
			.map(AllMiniLmL6V2Tests::text)
			.toList();
		List<float[]> vectors = function.embedSources(queries);
		List<float[]> known = fvecs(expected, queries.size());
		for (int i = 0; i < queries.size(); i++) {
			assertThat(Cosine.of(vectors.get(i), known.get(i))).as(queries.get(i)).isGreaterThan(0.98);
		}
	}

	private static String text(String json) {
		Matcher matcher = TEXT.matcher(json);
		assertThat(matcher.find()).as(json).isTrue();
		return matcher.group(1);
	}

	private static List<float[]> fvecs(Path file, int count) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
		List<float[]> vectors = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			float[] vector = new float[buffer.getInt()];
			buffer.asFloatBuffer().get(vector);
			buffer.position(buffer.position() + vector.length * Float.BYTES);
			vectors.add(vector);
		}
		return vectors;
	}

}

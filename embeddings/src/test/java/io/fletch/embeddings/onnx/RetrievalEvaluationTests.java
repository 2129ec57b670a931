package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.embeddings.Assets;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionFactory;
import io.fletch.store.embedding.EmbeddingOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The quality of retrieval with the models that come in jars, by exact vector search. The
 * longer set is evaluated where the system property {@code fletch.evaluation} is
 * {@code all}.
 */
class RetrievalEvaluationTests {

	private static final List<EmbeddingFunctionFactory> MODELS = List.of(new AllMiniLmL6V2(), new BgeSmallEnV15(),
			new E5SmallV2());

	@ParameterizedTest
	@CsvSource({ "all-minilm-l6-v2, 0.9434, 0.005", "bge-small-en-v1.5, 0.9493, 0.005", "e5-small-v2, 0.9673, 0.005" })
	void reachesTheKnownQualityOnXquad(String model, double ndcg, double tolerance) throws IOException {
		RankingQuality quality = evaluate(model, "xquad-en", Assets.requireFile("datasets/xquad/en"));
		assertThat(quality.ndcg10()).isCloseTo(ndcg, within(tolerance));
	}

	@ParameterizedTest
	@EnabledIfSystemProperty(named = "fletch.evaluation", matches = "all")
	@CsvSource({ "all-minilm-l6-v2, 0.6488, 0.005", "bge-small-en-v1.5, 0.713, 0.015", "e5-small-v2, 0.688, 0.015" })
	void reachesTheKnownQualityOnSciFact(String model, double ndcg, double tolerance) throws IOException {
		RankingQuality quality = evaluate(model, "scifact", Assets.requireFile("datasets/scifact"));
		assertThat(quality.ndcg10()).isCloseTo(ndcg, within(tolerance));
	}

	private static RankingQuality evaluate(String alias, String set, Path folder) throws IOException {
		JudgedTexts texts = JudgedTexts.read(folder);
		List<String> ids = new ArrayList<>(texts.passages().keySet());
		try (EmbeddingFunction function = function(alias)) {
			List<float[]> vectors = function.embedSources(List.copyOf(texts.passages().values()));
			RankingQuality quality = texts.evaluate(
					(question) -> nearest(function.embedQuery(question), vectors).stream().map(ids::get).toList());
			report(alias, set, quality);
			return quality;
		}
	}

	static EmbeddingFunction function(String alias) {
		EmbeddingFunctionFactory factory = MODELS.stream()
			.filter((model) -> model.alias().equals(alias))
			.findFirst()
			.orElseThrow();
		return factory.create(alias, new EmbeddingOptions(alias, Map.of()));
	}

	private static List<Integer> nearest(float[] question, List<float[]> vectors) {
		double[] nearness = vectors.stream().mapToDouble((vector) -> dot(question, vector)).toArray();
		return IntStream.range(0, nearness.length)
			.boxed()
			.sorted(Comparator.comparingDouble((index) -> -nearness[index]))
			.limit(JudgedTexts.DEPTH)
			.toList();
	}

	static double dot(float[] a, float[] b) {
		double dot = 0;
		for (int i = 0; i < a.length; i++) {
			dot += a[i] * b[i];
		}
		return dot;
	}

	private static void report(String model, String set, RankingQuality quality) throws IOException {
		Path file = Files.createDirectories(Path.of("target", "evaluation")).resolve(set + "-" + model + ".md");
		Files.writeString(file, String.format(Locale.ROOT, "| %s | %s | %.4f | %.4f | %.4f |%n", set, model,
				quality.ndcg10(), quality.recall100(), quality.mrr10()));
	}

}

package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.embeddings.Assets;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.test.embedding.Cosine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The quality of the models that come in jars on the English test set of the STS
 * benchmark: how well the order of cosines agrees with the order that people gave.
 */
class SimilarityBenchmarkTests {

	private static final Pattern FIELD = Pattern.compile("\\G(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))(?:,|$)");

	@ParameterizedTest
	@CsvSource({ "all-minilm-l6-v2, 0.819", "bge-small-en-v1.5, 0.857", "e5-small-v2, 0.856" })
	void agreesWithPeopleAsMuchAsTheModelIsKnownTo(String model, double correlation) throws IOException {
		Path file = Assets.requireFile("datasets/stsb/stsb-en-test.csv");
		List<List<String>> pairs = Files.readAllLines(file).stream().map(SimilarityBenchmarkTests::fields).toList();
		assertThat(pairs).hasSize(1379).allSatisfy((pair) -> assertThat(pair).hasSize(3));
		try (EmbeddingFunction function = function(model)) {
			List<float[]> first = function.embedSources(pairs.stream().map((pair) -> pair.get(0)).toList());
			List<float[]> second = function.embedSources(pairs.stream().map((pair) -> pair.get(1)).toList());
			double[] cosines = IntStream.range(0, pairs.size())
				.mapToDouble((i) -> Cosine.of(first.get(i), second.get(i)))
				.toArray();
			double[] judgements = pairs.stream().mapToDouble((pair) -> Double.parseDouble(pair.get(2))).toArray();
			assertThat(pearson(ranks(cosines), ranks(judgements))).isCloseTo(correlation, within(0.005));
		}
	}

	/**
	 * E5 wants the prefix of questions before both texts where neither answers the other.
	 */
	private static EmbeddingFunction function(String model) {
		if (!model.equals(E5SmallV2.ALIAS)) {
			return RetrievalEvaluationTests.function(model);
		}
		Map<String, String> options = Map.of("pooling", "mean", "passage-prefix", "query: ");
		return OnnxSentenceTransformer.load(model, ModelFiles.ofJar("e5-small-v2-q", ""),
				new EmbeddingOptions(model, options));
	}

	private static List<String> fields(String line) {
		List<String> fields = new ArrayList<>();
		Matcher matcher = FIELD.matcher(line);
		while (matcher.find() && matcher.start() < line.length()) {
			fields.add((matcher.group(1) != null) ? matcher.group(1).replace("\"\"", "\"") : matcher.group(2));
		}
		return fields;
	}

	/**
	 * Ranks of equal values are their mean.
	 */
	private static double[] ranks(double[] values) {
		List<Integer> order = IntStream.range(0, values.length)
			.boxed()
			.sorted(Comparator.comparingDouble((index) -> values[index]))
			.toList();
		double[] ranks = new double[values.length];
		int start = 0;
		while (start < values.length) {
			int end = start;
			while (end < values.length && values[order.get(end)] == values[order.get(start)]) {
				end++;
			}
			for (int i = start; i < end; i++) {
				ranks[order.get(i)] = (start + end - 1) / 2.0;
			}
			start = end;
		}
		return ranks;
	}

	private static double pearson(double[] a, double[] b) {
		double mean = (a.length - 1) / 2.0;
		double product = 0;
		double squaresOfA = 0;
		double squaresOfB = 0;
		for (int i = 0; i < a.length; i++) {
			product += (a[i] - mean) * (b[i] - mean);
			squaresOfA += (a[i] - mean) * (a[i] - mean);
			squaresOfB += (b[i] - mean) * (b[i] - mean);
		}
		return product / Math.sqrt(squaresOfA * squaresOfB);
	}

}

package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.Database;
import io.fletch.store.TypedTable;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.query.QueryKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The quality of retrieval on SciFact (5183 abstracts, 300 claims) with the bundled
 * model, exact vector search, BM25 and both fused.
 */
class SciFactEvaluationTests {

	private static final int DEPTH = 100;

	private static final ObjectMapper JSON = new ObjectMapper();

	@Test
	void reachesTheKnownQualityAndHybridSearchIsAboveBothOfItsSides(@TempDir Path folder) throws IOException {
		Map<String, String> claims = claims(Assets.requireFile("datasets/scifact/queries.jsonl"));
		Map<String, Map<String, Integer>> judgements = judgements(
				Assets.requireFile("datasets/scifact/qrels/test.tsv"));
		List<Paper> papers = papers(Assets.requireFile("datasets/scifact/corpus.jsonl"));
		try (Database database = Database.open(folder)) {
			TypedTable<Paper> table = database.createTable(Paper.class);
			for (int from = 0; from < papers.size(); from += 512) {
				table.add(papers.subList(from, Math.min(papers.size(), from + 512)));
			}
			Map<QueryKind, Quality> quality = new TreeMap<>();
			for (QueryKind kind : List.of(QueryKind.VECTOR, QueryKind.TEXT, QueryKind.HYBRID)) {
				quality.put(kind, evaluate(table, kind, claims, judgements));
			}
			report(quality);
			Quality vector = quality.get(QueryKind.VECTOR);
			assertThat(vector.ndcg10()).isCloseTo(0.6488, within(0.005));
			assertThat(vector.recall100()).isCloseTo(0.9283, within(0.005));
			assertThat(vector.mrr10()).isCloseTo(0.6075, within(0.005));
			assertThat(quality.get(QueryKind.HYBRID).ndcg10()).isGreaterThan(vector.ndcg10())
				.isGreaterThan(quality.get(QueryKind.TEXT).ndcg10());
		}
	}

	private static void report(Map<QueryKind, Quality> quality) throws IOException {
		StringBuilder table = new StringBuilder(
				"| search | nDCG@10 | recall@100 | MRR@10 |\n| --- | --- | --- | --- |\n");
		quality.forEach((kind, measured) -> table.append(String.format(Locale.ROOT, "| %s | %.4f | %.4f | %.4f |%n",
				kind, measured.ndcg10(), measured.recall100(), measured.mrr10())));
		Path file = Files.createDirectories(Path.of("target", "evaluation")).resolve("scifact.md");
		Files.writeString(file, table);
	}

	private static Quality evaluate(TypedTable<Paper> table, QueryKind kind, Map<String, String> claims,
			Map<String, Map<String, Integer>> judgements) {
		double ndcg = 0;
		double recall = 0;
		double mrr = 0;
		for (Map.Entry<String, Map<String, Integer>> judged : judgements.entrySet()) {
			List<String> found = table.search(claims.get(judged.getKey()))
				.kind(kind)
				.select("id")
				.limit(DEPTH)
				.rows()
				.stream()
				.map(Paper::id)
				.toList();
			ndcg += ndcg10(found, judged.getValue());
			recall += (double) found.stream().filter(judged.getValue()::containsKey).count() / judged.getValue().size();
			mrr += reciprocalRank10(found, judged.getValue());
		}
		int count = judgements.size();
		return new Quality(ndcg / count, recall / count, mrr / count);
	}

	private static double ndcg10(List<String> found, Map<String, Integer> relevant) {
		double gain = 0;
		for (int i = 0; i < Math.min(10, found.size()); i++) {
			gain += relevant.getOrDefault(found.get(i), 0) / log2(i + 2);
		}
		List<Integer> best = relevant.values().stream().sorted((a, b) -> b - a).limit(10).toList();
		double ideal = 0;
		for (int i = 0; i < best.size(); i++) {
			ideal += best.get(i) / log2(i + 2);
		}
		return gain / ideal;
	}

	private static double reciprocalRank10(List<String> found, Map<String, Integer> relevant) {
		for (int i = 0; i < Math.min(10, found.size()); i++) {
			if (relevant.containsKey(found.get(i))) {
				return 1.0 / (i + 1);
			}
		}
		return 0;
	}

	private static double log2(int value) {
		return Math.log(value) / Math.log(2);
	}

	private static List<Paper> papers(Path file) throws IOException {
		List<Paper> papers = new ArrayList<>();
		for (String line : Files.readAllLines(file)) {
			JsonNode node = JSON.readTree(line);
			papers.add(new Paper(node.get("_id").asText(), node.get("title").asText() + " " + node.get("text").asText(),
					null));
		}
		assertThat(papers).hasSize(5183);
		return papers;
	}

	private static Map<String, String> claims(Path file) throws IOException {
		Map<String, String> claims = new LinkedHashMap<>();
		for (String line : Files.readAllLines(file)) {
			JsonNode node = JSON.readTree(line);
			claims.put(node.get("_id").asText(), node.get("text").asText());
		}
		return claims;
	}

	private static Map<String, Map<String, Integer>> judgements(Path file) throws IOException {
		Map<String, Map<String, Integer>> judgements = new TreeMap<>();
		for (String line : Files.readAllLines(file).subList(1, Files.readAllLines(file).size())) {
			String[] fields = line.split("\t");
			if (Integer.parseInt(fields[2]) > 0) {
				judgements.computeIfAbsent(fields[0], (claim) -> new TreeMap<>())
					.put(fields[1], Integer.valueOf(fields[2]));
			}
		}
		assertThat(judgements).hasSize(300);
		return judgements;
	}

	@Table("papers")
	record Paper(@Id String id, @SourceField @FullText String text, @VectorField float @Nullable [] vector) {
	}

	private record Quality(double ndcg10, double recall100, double mrr10) {
	}

}

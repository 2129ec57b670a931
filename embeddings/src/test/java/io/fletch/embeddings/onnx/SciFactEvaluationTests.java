package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.embeddings.Assets;
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

	@Test
	void reachesTheKnownQualityAndHybridSearchIsAboveBothOfItsSides(@TempDir Path folder) throws IOException {
		JudgedTexts texts = JudgedTexts.read(Assets.requireFile("datasets/scifact"));
		List<Paper> papers = texts.passages()
			.entrySet()
			.stream()
			.map((passage) -> new Paper(passage.getKey(), passage.getValue(), null))
			.toList();
		assertThat(papers).hasSize(5183);
		assertThat(texts.judgements()).hasSize(300);
		try (Database database = Database.open(folder)) {
			TypedTable<Paper> table = database.createTable(Paper.class);
			for (int from = 0; from < papers.size(); from += 512) {
				table.add(papers.subList(from, Math.min(papers.size(), from + 512)));
			}
			Map<QueryKind, RankingQuality> quality = new TreeMap<>();
			for (QueryKind kind : List.of(QueryKind.VECTOR, QueryKind.TEXT, QueryKind.HYBRID)) {
				quality.put(kind, evaluate(table, kind, texts));
			}
			report(quality);
			RankingQuality vector = quality.get(QueryKind.VECTOR);
			assertThat(vector.ndcg10()).isCloseTo(0.6488, within(0.005));
			assertThat(vector.recall100()).isCloseTo(0.9283, within(0.005));
			assertThat(vector.mrr10()).isCloseTo(0.6075, within(0.005));
			assertThat(quality.get(QueryKind.HYBRID).ndcg10()).isGreaterThan(vector.ndcg10())
				.isGreaterThan(quality.get(QueryKind.TEXT).ndcg10());
		}
	}

	private static void report(Map<QueryKind, RankingQuality> quality) throws IOException {
		StringBuilder table = new StringBuilder(
				"| search | nDCG@10 | recall@100 | MRR@10 |\n| --- | --- | --- | --- |\n");
		quality.forEach((kind, measured) -> table.append(String.format(Locale.ROOT, "| %s | %.4f | %.4f | %.4f |%n",
				kind, measured.ndcg10(), measured.recall100(), measured.mrr10())));
		Path file = Files.createDirectories(Path.of("target", "evaluation")).resolve("scifact.md");
		Files.writeString(file, table);
	}

	private static RankingQuality evaluate(TypedTable<Paper> table, QueryKind kind, JudgedTexts texts) {
		return texts.evaluate((question) -> table.search(question)
			.kind(kind)
			.select("id")
			.limit(JudgedTexts.DEPTH)
			.rows()
			.stream()
			.map(Paper::id)
			.toList());
	}

	@Table("papers")
	record Paper(@Id String id, @SourceField @FullText String text,
			@VectorField(function = AllMiniLmL6V2.ALIAS) float @Nullable [] vector) {
	}

}

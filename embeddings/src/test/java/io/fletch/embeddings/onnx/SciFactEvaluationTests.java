package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.embeddings.Assets;
import io.fletch.store.Database;
import io.fletch.store.TypedTable;
import io.fletch.store.embedding.EmbeddingFunction;
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
 * model, exact vector search, BM25 and both fused. The abstracts are embedded anew where
 * the system property {@code fletch.evaluation} is {@code all}, which takes minutes;
 * otherwise their vectors are read.
 */
class SciFactEvaluationTests {

	private static final Path VECTORS = Path.of("embeddings-all-minilm-l6-v2-q", "corpus.fvecs");

	@TempDir
	private Path folder;

	@Test
	@EnabledIfSystemProperty(named = "fletch.evaluation", matches = "all")
	void reachesTheKnownQuality() throws IOException {
		JudgedTexts texts = JudgedTexts.read(Assets.requireFile("datasets/scifact"));
		RankingQuality vector = evaluate(texts, null).get(QueryKind.VECTOR);
		assertThat(vector.ndcg10()).isCloseTo(0.6488, within(0.005));
		assertThat(vector.recall100()).isCloseTo(0.9283, within(0.005));
		assertThat(vector.mrr10()).isCloseTo(0.6075, within(0.005));
	}

	@Test
	void hybridSearchIsAboveBothOfItsSides() throws IOException {
		Path data = Assets.requireFile("datasets/scifact");
		Map<QueryKind, RankingQuality> quality = evaluate(JudgedTexts.read(data), vectors(data.resolve(VECTORS)));
		assertThat(quality.get(QueryKind.VECTOR).ndcg10()).isCloseTo(0.65, within(0.01));
		assertThat(quality.get(QueryKind.HYBRID).ndcg10()).isGreaterThan(quality.get(QueryKind.VECTOR).ndcg10())
			.isGreaterThan(quality.get(QueryKind.TEXT).ndcg10());
	}

	@Test
	void makesTheKnownVectorsOfTheAbstracts() throws IOException {
		Path data = Assets.requireFile("datasets/scifact");
		List<String> texts = List.copyOf(JudgedTexts.read(data).passages().values());
		List<float[]> known = vectors(data.resolve(VECTORS));
		try (EmbeddingFunction function = RetrievalEvaluationTests.function(AllMiniLmL6V2.ALIAS)) {
			for (int i = 0; i < texts.size(); i += 200) {
				float[] made = function.embedSources(List.of(texts.get(i))).getFirst();
				assertThat(cosine(made, known.get(i))).as(texts.get(i)).isGreaterThan(0.97);
			}
		}
	}

	private Map<QueryKind, RankingQuality> evaluate(JudgedTexts texts, @Nullable List<float[]> vectors)
			throws IOException {
		List<Paper> papers = new ArrayList<>();
		texts.passages()
			.forEach((id, text) -> papers
				.add(new Paper(id, text, (vectors != null) ? vectors.get(papers.size()) : null)));
		assertThat(papers).hasSize(5183);
		assertThat(texts.judgements()).hasSize(300);
		Map<QueryKind, RankingQuality> quality = new TreeMap<>();
		try (Database database = Database.open(this.folder)) {
			TypedTable<Paper> table = database.createTable(Paper.class);
			for (int from = 0; from < papers.size(); from += 512) {
				table.add(papers.subList(from, Math.min(papers.size(), from + 512)));
			}
			for (QueryKind kind : List.of(QueryKind.VECTOR, QueryKind.TEXT, QueryKind.HYBRID)) {
				quality.put(kind, evaluate(table, kind, texts));
			}
		}
		report(quality);
		return quality;
	}

	private static double cosine(float[] left, float[] right) {
		return RetrievalEvaluationTests.dot(left, right)
				/ Math.sqrt(RetrievalEvaluationTests.dot(left, left) * RetrievalEvaluationTests.dot(right, right));
	}

	private static List<float[]> vectors(Path file) throws IOException {
		ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
		List<float[]> vectors = new ArrayList<>();
		while (bytes.hasRemaining()) {
			float[] vector = new float[bytes.getInt()];
			bytes.asFloatBuffer().get(vector);
			bytes.position(bytes.position() + vector.length * Float.BYTES);
			vectors.add(vector);
		}
		return vectors;
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

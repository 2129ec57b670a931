package io.fletch.springai.rag;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.rag.Query;

import io.fletch.rerankers.MaximalMarginalRelevance;
import io.fletch.rerankers.ReciprocalRankFusion;
import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RerankingPostProcessorTests {

	private static final Query QUERY = new Query("lions");

	private static final List<Document> DOCUMENTS = List.of(document("a", "lions", 0.9, 1),
			document("b", "lions", 0.8, 3), document("c", "tigers", 0.7, 2));

	private static Document document(String id, String text, double score, int weight) {
		return Document.builder().id(id).text(text).score(score).metadata(Map.of("weight", weight)).build();
	}

	@Test
	void scoresAreTheRelevanceOfTheReranker() {
		List<Document> ranked = new RerankingPostProcessor(new ByWeight()).process(QUERY, DOCUMENTS);
		assertThat(ranked).extracting(Document::getId).containsExactly("b", "c", "a");
		assertThat(ranked).extracting(Document::getScore).containsExactly(3.0, 2.0, 1.0);
		assertThat(ranked.getFirst().getMetadata()).containsEntry("weight", 3);
	}

	@Test
	void keepsTheBest() {
		RerankingPostProcessor two = new RerankingPostProcessor(new ByWeight()).limit(2);
		assertThat(two.process(QUERY, DOCUMENTS)).extracting(Document::getId).containsExactly("b", "c");
		assertThat(two.process(QUERY, List.of())).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> two.limit(0)).withMessageContaining("but was 0");
	}

	@Test
	void takesRerankersByName() {
		Reranker rrf = new ReciprocalRankFusion();
		assertThat(new RerankingPostProcessor(rrf).process(QUERY, DOCUMENTS)).extracting(Document::getId)
			.containsExactly("a", "b", "c");
	}

	@Test
	void ordersDocumentsWithoutScoresByTheirPlace() {
		List<Document> plain = List.of(new Document("x", "one", Map.of()), new Document("y", "two", Map.of()));
		Reranker rrf = new ReciprocalRankFusion();
		assertThat(new RerankingPostProcessor(rrf).process(QUERY, plain)).extracting(Document::getId)
			.containsExactly("x", "y");
	}

	@Test
	void diversityNeedsAModel() {
		RerankingPostProcessor plain = new RerankingPostProcessor(new MaximalMarginalRelevance(0.5));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> plain.process(QUERY, DOCUMENTS))
			.withMessageContaining("embeddedBy");
		assertThat(plain.embeddedBy(new FletchEmbeddingModel(new HashedWordsFunction())).process(QUERY, DOCUMENTS))
			.extracting(Document::getId)
			.containsExactly("a", "c", "b");
	}

	@Test
	void theModelIsAskedForOnlyWhenVectorsAreCompared() {
		AtomicInteger asked = new AtomicInteger();
		Supplier<EmbeddingModel> model = () -> {
			asked.incrementAndGet();
			return new FletchEmbeddingModel(new HashedWordsFunction());
		};
		new RerankingPostProcessor(new ByWeight()).embeddedBy(model).process(QUERY, DOCUMENTS);
		assertThat(asked).hasValue(0);
		assertThat(new RerankingPostProcessor(new MaximalMarginalRelevance(0.5)).embeddedBy(model)
			.process(QUERY, DOCUMENTS)).hasSize(3);
		assertThat(asked.get()).isPositive();
	}

	@Test
	void whatARerankerGivesIsChecked() {
		Reranker liar = new Reranker() {

			@Override
			public String name() {
				return "liar";
			}

			@Override
			public List<Candidate> rerank(RankedRows rows) {
				return List.of(new Candidate(7, 1));
			}

		};
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new RerankingPostProcessor(liar).process(QUERY, DOCUMENTS))
			.withMessageContaining("'liar' gave Candidate[rowId=7");
	}

	/**
	 * Finds documents relevant by their weight.
	 */
	private static final class ByWeight implements Reranker {

		@Override
		public String name() {
			return "by-weight";
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			List<Candidate> fused = rows.fused();
			List<?> weights = rows.valuesOf("weight", fused);
			return IntStream.range(0, fused.size())
				.mapToObj((i) -> new Candidate(fused.get(i).rowId(), ((Number) weights.get(i)).doubleValue()))
				.sorted((one, other) -> Double.compare(other.score(), one.score()))
				.toList();
		}

	}

}

package io.fletch.langchain4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.query.Query;
import org.junit.jupiter.api.Test;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Both bridges between scoring models and rerankers.
 */
class ScoringModelTests {

	/** The longer, the better. */
	private static final ScoringModel LENGTHS = (segments, query) -> Response
		.from(segments.stream().map((segment) -> (double) segment.text().length()).toList());

	@Test
	void scoresEverySegmentInItsOrder() {
		ScoringModel model = new FletchScoringModel(new ScoringModelReranker("lengths", LENGTHS));
		assertThat(model.scoreAll(segments("aaa", "a", "aa"), "long?").content()).containsExactly(3.0, 1.0, 2.0);
		assertThat(model.score("aaaa", "long?").content()).isEqualTo(4);
		assertThat(model.scoreAll(List.of(), "long?").content()).isEmpty();
	}

	@Test
	void asksAgainForWhatIsTooMuchAtOnce() {
		List<String> texts = IntStream.rangeClosed(1, 250).mapToObj("a"::repeat).toList();
		ScoringModel model = new FletchScoringModel(new ScoringModelReranker("lengths", LENGTHS));
		assertThat(model.scoreAll(segments(texts.toArray(String[]::new)), "long?").content())
			.isEqualTo(IntStream.rangeClosed(1, 250).mapToObj((length) -> (double) length).toList());
	}

	@Test
	void whatARerankerLeavesAwayComesLast() {
		Reranker choosy = new Reranker() {
			@Override
			public String name() {
				return "choosy";
			}

			@Override
			public List<Candidate> rerank(RankedRows rows) {
				return rows.fused()
					.stream()
					.filter((row) -> rows.valuesOf(null, List.of(row)).contains("aaa"))
					.toList();
			}
		};
		assertThat(new FletchScoringModel(choosy).scoreAll(segments("a", "aaa"), "long?").content())
			.containsExactly(Double.NEGATIVE_INFINITY, -1.0);
	}

	@Test
	void whatWasReadIsNeverAskedForAgain() {
		AtomicInteger asked = new AtomicInteger();
		Reranker bestTwo = new Reranker() {
			@Override
			public String name() {
				return "best-two";
			}

			@Override
			public List<Candidate> rerank(RankedRows rows) {
				asked.incrementAndGet();
				List<Candidate> first = rows.fused().stream().limit(50).toList();
				rows.valuesOf(null, first);
				return first.subList(0, 2);
			}

			@Override
			public int mostRows() {
				return 2;
			}
		};
		List<String> texts = IntStream.range(0, 120).mapToObj(Integer::toString).toList();
		List<Double> scores = new FletchScoringModel(bestTwo).scoreAll(segments(texts.toArray(String[]::new)), "which?")
			.content();
		assertThat(asked).hasValue(3);
		assertThat(scores).filteredOn((score) -> score > Double.NEGATIVE_INFINITY).hasSize(6);
	}

	@Test
	void saysThatAFormulaReadsNoTexts() {
		Reranker formula = new Reranker() {
			@Override
			public String name() {
				return "rrf";
			}

			@Override
			public List<Candidate> rerank(RankedRows rows) {
				return rows.fused();
			}
		};
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new FletchScoringModel(formula).score("a", "b"))
			.withMessage("The reranker 'rrf' judges by ranks and scores, not by texts, so that it cannot be a scoring "
					+ "model; take one that reads texts, such as a cross-encoder");
	}

	@Test
	void servesTheAggregatorOfLangChain4j() {
		ReRankingContentAggregator aggregator = ReRankingContentAggregator.builder()
			.scoringModel(new FletchScoringModel(new ScoringModelReranker("lengths", LENGTHS)))
			.maxResults(1)
			.build();
		Query query = Query.from("long?");
		assertThat(aggregator.aggregate(Map.of(query, List.of(List.of(Content.from("a"), Content.from("aaa"))))))
			.extracting((content) -> content.textSegment().text())
			.containsExactly("aaa");
	}

	@Test
	void ranksRowsByAModel() {
		Reranker reranker = new ScoringModelReranker("lengths", LENGTHS, 3);
		assertThat(reranker.mostRows()).isEqualTo(3);
		assertThat(reranker.rerank(rows("long?", "a", null, "aaa", "aaaaa"))).containsExactly(new Candidate(2, 3),
				new Candidate(0, 1));
		assertThat(reranker.rerank(rows("long?", null, " "))).isEmpty();
	}

	@Test
	void refusesWhatAModelMustNotGive() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> reranker(List.of(1.0)).rerank(rows("?", "a", "b")))
			.withMessage("The scoring model of the reranker 'odd' gave 1 scores for 2 texts");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> reranker(List.of(1.0, Double.NaN)).rerank(rows("?", "a", "b")))
			.withMessageContaining("gave text 2 of 2 the score NaN; it must give a number for each");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> reranker(Arrays.asList(null, 1.0)).rerank(rows("?", "a", "b")))
			.withMessageContaining("gave text 1 of 2 the score null");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> reranker(List.of(1.0)).rerank(rows(" ", "a")))
			.withMessageContaining("give one by rerank(reranker, question)");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new ScoringModelReranker("odd", LENGTHS, 0))
			.withMessage("depth must be at least 1, but was 0");
	}

	private static Reranker reranker(List<Double> scores) {
		return new ScoringModelReranker("odd", (segments, query) -> Response.from(scores));
	}

	private static List<TextSegment> segments(String... texts) {
		return Arrays.stream(texts).map(TextSegment::from).toList();
	}

	private static RankedRows rows(String question, String... texts) {
		List<Candidate> candidates = IntStream.range(0, texts.length)
			.mapToObj((row) -> new Candidate(row, -row))
			.toList();
		return new RankedRows(question, List.of(new Ranking(Ranking.Source.TEXT, candidates)), (column, rows) -> {
			List<Object> values = new ArrayList<>();
			rows.forEach((row) -> values.add(texts[row.intValue()]));
			return values;
		});
	}

}

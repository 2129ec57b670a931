package io.fletch.test.reranking;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankFusion;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RerankerContractTests extends RerankerContract {

	@Override
	protected Reranker reranker() {
		return new Fusing();
	}

	@Test
	void findsRowsThatWereNotGiven() {
		RerankerContract contract = of((fused) -> List.of(new Candidate(99, 1)));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(contract::givesRowsOfTheRankingsEachOnceAndBestFirst)
			.withMessageContaining("99");
	}

	@Test
	void findsAnOrderThatIsUpsideDown() {
		RerankerContract contract = of(List::reversed);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(contract::givesRowsOfTheRankingsEachOnceAndBestFirst)
			.withMessageContaining("not sorted");
	}

	@Test
	void findsOtherRowsWithTheSameScores() {
		AtomicInteger calls = new AtomicInteger();
		RerankerContract contract = of((fused) -> (calls.getAndIncrement() % 2 == 0) ? fused : exchanged(fused));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(contract::givesTheSameForTheSame)
			.withMessageContaining("row ");
	}

	private static List<Candidate> exchanged(List<Candidate> rows) {
		return IntStream.range(0, rows.size())
			.mapToObj((i) -> new Candidate(rows.get(rows.size() - 1 - i).rowId(), rows.get(i).score()))
			.toList();
	}

	private static RerankerContract of(UnaryOperator<List<Candidate>> change) {
		Reranker wrong = new Reranker() {

			@Override
			public String name() {
				return "wrong";
			}

			@Override
			public List<Candidate> rerank(RankedRows rows) {
				return change.apply(new Fusing().rerank(rows));
			}

		};
		return new RerankerContract() {

			@Override
			protected Reranker reranker() {
				return wrong;
			}

		};
	}

	private static final class Fusing implements Reranker {

		@Override
		public String name() {
			return "fusing";
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			return RankFusion.reciprocal(rows.rankings(), RankFusion.DEFAULT_K);
		}

	}

}

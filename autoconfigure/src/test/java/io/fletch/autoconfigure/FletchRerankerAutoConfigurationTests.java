package io.fletch.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.rerankers.LinearCombination;
import io.fletch.rerankers.MeanReciprocalRank;
import io.fletch.rerankers.ReciprocalRankFusion;
import io.fletch.rerankers.Rerankers;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;

class FletchRerankerAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FletchRerankerAutoConfiguration.class));

	@Test
	void fusesByReciprocalRanksByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasBean("fletchReranker");
			assertThat(context.getBean(Reranker.class)).isEqualTo(new ReciprocalRankFusion(60));
		});
	}

	@Test
	void takesTheRerankerFromTheProperty() {
		this.runner.withPropertyValues("fletch.reranker=linear")
			.run((context) -> assertThat(context.getBean(Reranker.class)).isEqualTo(new LinearCombination()));
		this.runner.withPropertyValues("fletch.reranker=mrr")
			.run((context) -> assertThat(context.getBean(Reranker.class)).isEqualTo(new MeanReciprocalRank()));
	}

	@Test
	void explainsAnUnknownName() {
		this.runner.withPropertyValues("fletch.reranker=rff").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(FailureReport.of(context.getStartupFailure())).isEqualTo("""
					fletch.reranker is 'rff', but known are only: linear, mrr, rrf.
					Set fletch.reranker to one of linear, mrr, rrf, or define a bean of type Reranker.""");
		});
	}

	@Test
	void backsOffForTheRerankerOfTheApplication() {
		this.runner.withBean("mine", Reranker.class, FirstRankingOnly::new)
			.withPropertyValues("fletch.reranker=mine")
			.run((context) -> assertThat(context).hasSingleBean(Reranker.class).hasBean("mine"));
	}

	@Test
	void backsOffWithoutTheRerankersModule() {
		this.runner.withClassLoader(new FilteredClassLoader(Rerankers.class))
			.run((context) -> assertThat(context).doesNotHaveBean(Reranker.class));
	}

	private static final class FirstRankingOnly implements Reranker {

		@Override
		public String name() {
			return "mine";
		}

		@Override
		public List<Candidate> rerank(String query, List<Ranking> rankings) {
			return rankings.getFirst().candidates();
		}

	}

}

package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.rerankers.LinearCombination;
import io.fletch.rerankers.MeanReciprocalRank;
import io.fletch.rerankers.ReciprocalRankFusion;
import io.fletch.rerankers.RerankerFactory;
import io.fletch.rerankers.RerankerRegistry;
import io.fletch.rerankers.Rerankers;
import io.fletch.store.Database;
import io.fletch.store.RowSource;
import io.fletch.store.Table;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.text.TextQuery;

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
			assertThat(FailureReport.of(context.getStartupFailure())).isEqualTo(
					"""
							fletch.reranker is 'rff', but known are only: cohere, colbert, cross-encoder, jina, linear, mmr, mrr, \
							openai, rrf, voyage, watsonx.
							Set fletch.reranker to one of cohere, colbert, cross-encoder, jina, linear, mmr, mrr, openai, rrf, \
							voyage, watsonx, or name one by fletch.rerankers, or define a bean of type Reranker.""");
		});
	}

	@Test
	void takesNamedRerankersWithOptions() {
		this.runner
			.withPropertyValues("fletch.rerankers.sharp.type=rrf", "fletch.rerankers.sharp.options.k=1",
					"fletch.rerankers.by-words.type=linear", "fletch.rerankers.by-words.options.weight=0.1",
					"fletch.reranker=sharp")
			.run((context) -> {
				assertThat(context.getBean(Reranker.class)).isEqualTo(new ReciprocalRankFusion(1));
				assertThat(context.getBean(RerankerRegistry.class).get("by-words"))
					.isEqualTo(new LinearCombination(0.1, 1));
			});
	}

	@Test
	void takesKindsOfRerankersFromBeans() {
		this.runner.withBean(RerankerFactory.class, FirstRankingFactory::new)
			.withPropertyValues("fletch.rerankers.first.type=first-ranking", "fletch.reranker=first")
			.run((context) -> assertThat(context.getBean(Reranker.class)).isInstanceOf(FirstRankingOnly.class));
	}

	@Test
	void closesRerankersWithTheApplication() {
		FirstRankingFactory factory = new FirstRankingFactory();
		this.runner.withBean(RerankerFactory.class, () -> factory)
			.withPropertyValues("fletch.reranker=first-ranking")
			.run((context) -> assertThat(factory.made.closed).isFalse());
		assertThat(factory.made.closed).isTrue();
	}

	@Test
	void backsOffForTheRegistryOfTheApplication() {
		RerankerRegistry own = new RerankerRegistry().register("mine", "rrf", Map.of("k", "5"));
		this.runner.withBean(RerankerRegistry.class, () -> own)
			.withPropertyValues("fletch.reranker=mine")
			.run((context) -> assertThat(context.getBean(Reranker.class)).isEqualTo(new ReciprocalRankFusion(5)));
	}

	@Test
	void explainsAnUnknownTypeOrOneThatIsMissing() {
		this.runner.withPropertyValues("fletch.rerankers.mine.type=rff").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(FailureReport.of(context.getStartupFailure()))
				.startsWith("fletch.rerankers.mine.type is 'rff', but known are only: cohere, colbert,")
				.endsWith("or define a bean of type RerankerFactory.");
		});
		this.runner.withPropertyValues("fletch.rerankers.mine.options.k=7").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(FailureReport.of(context.getStartupFailure()))
				.startsWith("A reranker cannot be used: fletch.rerankers.mine.type must be given; known are cohere, ");
		});
	}

	@Test
	void explainsARerankerThatCannotBeMade() {
		this.runner
			.withPropertyValues("fletch.rerankers.mine.type=cohere", "fletch.rerankers.mine.options.api-key=key",
					"fletch.rerankers.mine.options.top-n=0", "fletch.reranker=mine")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(FailureReport.of(context.getStartupFailure()))
					.startsWith(
							"A reranker cannot be used: The reranker 'mine' cannot be made: The option 'top-n' of the "
									+ "reranker 'mine' is '0', but must be from 1 to ")
					.endsWith("or set fletch.reranker to a reranker that needs no model, such as rrf.");
			});
	}

	@Test
	void hybridSearchesUseIt(@TempDir Path folder) {
		this.runner.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class))
			.withBean("mine", Reranker.class, FirstRankingOnly::new)
			.withPropertyValues("fletch.uri=" + folder)
			.run((context) -> assertThat(explained(context.getBean(Database.class))).contains("mine"));
	}

	@Test
	void hybridSearchesUseTheConfiguredOneOfSeveral(@TempDir Path folder) {
		this.runner.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class))
			.withBean("mine", Reranker.class, FirstRankingOnly::new)
			.withBean("other", Reranker.class, LinearCombination::new)
			.withPropertyValues("fletch.uri=" + folder, "fletch.reranker=mrr")
			.run((context) -> assertThat(explained(context.getBean(Database.class))).contains("mrr"));
	}

	@Test
	void hybridSearchesUseThePrimaryOneOfSeveral(@TempDir Path folder) {
		this.runner.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class))
			.withBean("mine", Reranker.class, FirstRankingOnly::new, (bean) -> bean.setPrimary(true))
			.withBean("other", Reranker.class, LinearCombination::new)
			.withPropertyValues("fletch.uri=" + folder)
			.run((context) -> assertThat(explained(context.getBean(Database.class))).contains("mine"));
	}

	@Test
	void hybridSearchesFuseRanksWhereNothingChoosesAmongSeveral(@TempDir Path folder) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class))
			.withBean("mine", Reranker.class, FirstRankingOnly::new)
			.withBean("other", Reranker.class, LinearCombination::new)
			.withPropertyValues("fletch.uri=" + folder)
			.run((context) -> assertThat(explained(context.getBean(Database.class))).contains("rrf"));
	}

	@Test
	void takesARerankerThatNeedsTheDatabase(@TempDir Path folder) {
		this.runner.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class))
			.withBean("asking", AskingTheDatabase.class)
			.withPropertyValues("fletch.uri=" + folder)
			.run((context) -> assertThat(explained(context.getBean(Database.class))).contains("asking"));
	}

	private static String explained(Database database) {
		Table table = database.createTable("notes",
				RowSource.of(List.of(Map.of("text", "red", "vector", new float[] { 1, 0 }))));
		table.indexes().create(IndexDefinition.fullText("text"));
		return table.search(TextQuery.match("red")).vector(new float[] { 1, 0 }).explain().toString();
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

	private static final class FirstRankingFactory implements RerankerFactory {

		private final FirstRankingOnly made = new FirstRankingOnly();

		@Override
		public String alias() {
			return "first-ranking";
		}

		@Override
		public Reranker create(EmbeddingOptions options) {
			return this.made;
		}

	}

	static final class AskingTheDatabase implements Reranker {

		private final Database database;

		AskingTheDatabase(Database database) {
			this.database = database;
		}

		@Override
		public String name() {
			return "asking " + this.database.directory();
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			return rows.rankings().getFirst().candidates();
		}

	}

	private static final class FirstRankingOnly implements Reranker, AutoCloseable {

		private boolean closed;

		@Override
		public String name() {
			return "mine";
		}

		@Override
		public void close() {
			this.closed = true;
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			return rows.rankings().getFirst().candidates();
		}

	}

}

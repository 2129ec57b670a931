package io.fletch.rerankers;

import java.util.List;
import java.util.function.Function;

import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.query.RankFusion;
import io.fletch.store.query.Reranker;

/**
 * The rerankers that need no model.
 */
enum Formula implements RerankerFactory {

	LINEAR(LinearCombination.NAME,
			(options) -> new LinearCombination(options.decimal("weight"), options.decimal("fill")),
			EmbeddingOption.of("weight", "how much the vector side counts, from 0 to 1",
					Double.toString(LinearCombination.DEFAULT_WEIGHT)),
			EmbeddingOption.of("fill",
					"the distance, from 0 to 1, of rows that the vector side did not find; 1 less "
							+ "this is the score of rows that the text side did not find",
					Double.toString(LinearCombination.DEFAULT_FILL))),

	MMR(MaximalMarginalRelevance.NAME,
			(options) -> new MaximalMarginalRelevance(options.decimal("lambda"), RerankScope.of(options)),
			RerankScope.options("the column of the vectors; the one that the search compares with by default",
					EmbeddingOption.of("lambda", "how much relevance counts against diversity, from 0 to 1",
							Double.toString(MaximalMarginalRelevance.DEFAULT_LAMBDA)))),

	MRR(MeanReciprocalRank.NAME,
			(options) -> new MeanReciprocalRank(options.decimal("vector-weight"), options.decimal("text-weight")),
			EmbeddingOption.of("vector-weight", "how much the vector side counts, from 0 to 1", "0.5"),
			EmbeddingOption.of("text-weight", "how much the text side counts; the two weights add up to 1", "0.5")),

	RRF(ReciprocalRankFusion.NAME, (options) -> new ReciprocalRankFusion(options.number("k", 1, Integer.MAX_VALUE)),
			EmbeddingOption.of("k", "how little the first ranks stand out, at least 1",
					Integer.toString(RankFusion.DEFAULT_K)));

	private final String alias;

	private final Function<EmbeddingOptions, Reranker> reranker;

	private final List<EmbeddingOption> options;

	Formula(String alias, Function<EmbeddingOptions, Reranker> reranker, EmbeddingOption... options) {
		this(alias, reranker, List.of(options));
	}

	Formula(String alias, Function<EmbeddingOptions, Reranker> reranker, List<EmbeddingOption> options) {
		this.alias = alias;
		this.reranker = reranker;
		this.options = List.copyOf(options);
	}

	@Override
	public String alias() {
		return this.alias;
	}

	@Override
	public List<EmbeddingOption> options() {
		return this.options;
	}

	@Override
	public Reranker create(EmbeddingOptions values) {
		return this.reranker.apply(values);
	}

}

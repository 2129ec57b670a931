package io.fletch.autoconfigure;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankFusion;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

/**
 * The reranker of searches that name none: the application's only or primary bean, or
 * else the one that {@code fletch.reranker} names. Looked for when it is first used, as
 * it may need the database itself.
 */
final class DefaultReranker implements Reranker {

	private final ListableBeanFactory beans;

	private volatile @Nullable Reranker found;

	private DefaultReranker(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Returns the reranker, if there is a bean of one.
	 */
	static Optional<Reranker> of(ListableBeanFactory beans) {
		return (beans.getBeanNamesForType(Reranker.class, true, false).length > 0)
				? Optional.of(new DefaultReranker(beans)) : Optional.empty();
	}

	@Override
	public String name() {
		return reranker().name();
	}

	@Override
	public List<Candidate> rerank(RankedRows rows) {
		return reranker().rerank(rows);
	}

	@Override
	public int mostRows() {
		return reranker().mostRows();
	}

	private Reranker reranker() {
		Reranker reranker = this.found;
		if (reranker == null) {
			reranker = this.beans.getBeanProvider(Reranker.class).getIfUnique(this::configured);
			this.found = reranker;
		}
		return reranker;
	}

	private Reranker configured() {
		ConfiguredReranker configured = this.beans.getBeanProvider(ConfiguredReranker.class).getIfAvailable();
		return (configured != null) ? configured.reranker().get() : new ReciprocalRanks();
	}

	/**
	 * What the store does without a reranker.
	 */
	private static final class ReciprocalRanks implements Reranker {

		@Override
		public String name() {
			return "rrf";
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			return RankFusion.reciprocal(rows.rankings(), RankFusion.DEFAULT_K);
		}

	}

}

package io.fletch.context.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Reranker;

/**
 * Asks several retrievers at once, and makes one ranking of what they find, by reciprocal
 * rank fusion. A retriever that fails is an error, unless failures are left out. Safe for
 * use by several threads at once.
 */
public final class FusedRetriever implements Retriever {

	private final List<Retriever> retrievers;

	private final @Nullable Reranker reranker;

	private final boolean leavesFailuresOut;

	private FusedRetriever(List<Retriever> retrievers, @Nullable Reranker reranker, boolean leavesFailuresOut) {
		this.retrievers = List.copyOf(retrievers);
		this.reranker = reranker;
		this.leavesFailuresOut = leavesFailuresOut;
	}

	/**
	 * Joins retrievers.
	 * @param retrievers the retrievers, at least one
	 * @return a retriever that asks all of them
	 * @throws IllegalArgumentException if there is none
	 */
	public static FusedRetriever of(List<? extends Retriever> retrievers) {
		Objects.requireNonNull(retrievers, "retrievers");
		return new FusedRetriever(checked(retrievers), null, false);
	}

	private static List<Retriever> checked(List<? extends Retriever> retrievers) {
		if (retrievers.isEmpty()) {
			throw new IllegalArgumentException("retrievers must not be empty: give at least one retriever");
		}
		return List.copyOf(retrievers);
	}

	/**
	 * Joins other retrievers in the same way: with the same reranker, and failures left
	 * out or not.
	 * @param others the retrievers, at least one
	 * @return the changed retriever
	 * @throws IllegalArgumentException if there is none
	 */
	public FusedRetriever asking(List<? extends Retriever> others) {
		Objects.requireNonNull(others, "others");
		return new FusedRetriever(checked(others), this.reranker, this.leavesFailuresOut);
	}

	/**
	 * Lets a reranker order what was found, by the texts.
	 * @param reranker the reranker
	 * @return the changed retriever
	 */
	public FusedRetriever rerankedBy(Reranker reranker) {
		return new FusedRetriever(this.retrievers, Objects.requireNonNull(reranker, "reranker"),
				this.leavesFailuresOut);
	}

	/**
	 * Leaves retrievers out that fail, as long as one answers. {@link #retrieveAll} tells
	 * which these were.
	 * @return the changed retriever
	 */
	public FusedRetriever leavingFailuresOut() {
		return new FusedRetriever(this.retrievers, this.reranker, true);
	}

	/**
	 * Says whether retrievers are left out that fail.
	 * @return whether they are
	 */
	public boolean leavesFailuresOut() {
		return this.leavesFailuresOut;
	}

	@Override
	public boolean takes(Condition condition) {
		Objects.requireNonNull(condition, "condition");
		return this.retrievers.stream().allMatch((retriever) -> retriever.takes(condition));
	}

	@Override
	public List<RetrievedPassage> retrieve(RetrievalQuery query) {
		Objects.requireNonNull(query, "query");
		return retrieveAll(List.of(query)).passages();
	}

	/**
	 * Asks every retriever every query.
	 * @param queries the ways to ask one thing, at least one; the first says the limit
	 * and how long all of it may take, and a reranker judges by its question
	 * @return the passages, best first, and the failures
	 * @throws RetrievalException if a retriever fails, or all of them where failures are
	 * left out
	 * @throws io.fletch.store.error.CancelledException if the thread is interrupted, or
	 * the time is over
	 */
	public FusedPassages retrieveAll(List<RetrievalQuery> queries) {
		return retrieveAll(queries, null);
	}

	/**
	 * Asks every retriever every query, with a condition where it fits.
	 * @param queries as in {@link #retrieveAll(List)}; their own conditions hold for all
	 * retrievers
	 * @param drawn a condition more, which is left off retrievers that do not
	 * {@linkplain Retriever#takes take} it, and noted; {@code null} for none
	 * @return the passages, best first, and the failures
	 * @throws RetrievalException if a retriever fails, or all of them where failures are
	 * left out
	 * @throws io.fletch.store.error.CancelledException if the thread is interrupted, or
	 * the time is over
	 */
	public FusedPassages retrieveAll(List<RetrievalQuery> queries, @Nullable Condition drawn) {
		Objects.requireNonNull(queries, "queries");
		if (queries.isEmpty()) {
			throw new IllegalArgumentException("queries must not be empty: ask something");
		}
		RetrievalQuery first = queries.getFirst();
		List<Asking> askings = new ArrayList<>();
		for (int index = 0; index < this.retrievers.size(); index++) {
			for (RetrievalQuery query : queries) {
				askings.add(new Asking(index, this.retrievers.get(index), query, drawn));
			}
		}
		ParallelAsking.Answers answers = ParallelAsking.all(askings, first.timeout(), this.leavesFailuresOut);
		List<RetrievedPassage> fused = PassageFusion.fuse(answers.rankings());
		Reranker judge = this.reranker;
		List<RetrievedPassage> ranked = (judge != null) ? PassageFusion.rerank(judge, first.question(), fused) : fused;
		return new FusedPassages(ranked.stream().limit(first.limit()).toList(), answers.failures(),
				notes(answers, drawn));
	}

	private static List<String> notes(ParallelAsking.Answers answers, @Nullable Condition drawn) {
		return (drawn != null) ? answers.withoutDrawn()
			.stream()
			.map((index) -> "the condition " + drawn.sql() + " does not fit the rows of retriever " + (index + 1)
					+ "; it was asked without")
			.toList() : List.of();
	}

}

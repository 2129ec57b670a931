package io.fletch.springai.rag;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.postretrieval.document.DocumentPostProcessor;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;

/**
 * Lets a reranker of Fletch order the documents that were found, and keeps the best.
 * Their scores become its relevance. It reads their texts, by the name of a column their
 * metadata, and their vectors where there is a model that makes them. Safe for use by
 * several threads at once.
 */
public final class RerankingPostProcessor implements DocumentPostProcessor {

	private final Reranker reranker;

	private final int limit;

	private final @Nullable Supplier<? extends EmbeddingModel> embeddingModel;

	/**
	 * Keeps as many documents as the reranker gives.
	 * @param reranker the reranker
	 */
	public RerankingPostProcessor(Reranker reranker) {
		this(reranker, Integer.MAX_VALUE, null);
	}

	private RerankingPostProcessor(Reranker reranker, int limit,
			@Nullable Supplier<? extends EmbeddingModel> embeddingModel) {
		this.reranker = Objects.requireNonNull(reranker, "reranker");
		this.limit = limit;
		this.embeddingModel = embeddingModel;
	}

	/**
	 * Says how many documents are kept.
	 * @param limit how many at most, at least 1
	 * @return the changed post-processor
	 * @throws IllegalArgumentException if the limit is below 1
	 */
	public RerankingPostProcessor limit(int limit) {
		if (limit < 1) {
			throw new IllegalArgumentException("limit must be at least 1, but was " + limit);
		}
		return new RerankingPostProcessor(this.reranker, limit, this.embeddingModel);
	}

	/**
	 * Gives vectors to rerankers that compare them, such as those for diversity. The
	 * texts are embedded each time.
	 * @param embeddingModel makes the vectors
	 * @return the changed post-processor
	 */
	public RerankingPostProcessor embeddedBy(EmbeddingModel embeddingModel) {
		Objects.requireNonNull(embeddingModel, "embeddingModel");
		return embeddedBy(() -> embeddingModel);
	}

	/**
	 * Gives vectors to rerankers that compare them, by a model that is asked for only
	 * then.
	 * @param embeddingModel gives the model that makes the vectors
	 * @return the changed post-processor
	 */
	public RerankingPostProcessor embeddedBy(Supplier<? extends EmbeddingModel> embeddingModel) {
		return new RerankingPostProcessor(this.reranker, this.limit,
				Objects.requireNonNull(embeddingModel, "embeddingModel"));
	}

	/**
	 * Orders documents.
	 * @param query the question
	 * @param documents the documents, best first
	 * @return those that the reranker gives, best first
	 * @throws InvalidInputException if the reranker reads what documents do not have, or
	 * gives other than it was given
	 */
	@Override
	public List<Document> process(Query query, List<Document> documents) {
		if (documents.isEmpty()) {
			return List.of();
		}
		Ranking ranking = new Ranking(Ranking.Source.VECTOR, candidates(documents));
		RankedRows rows = new RankedRows(query.text(), List.of(ranking),
				new DocumentValues(this.reranker.name(), documents, this.embeddingModel));
		List<Document> ranked = new ArrayList<>();
		Set<Long> seen = new HashSet<>();
		for (Candidate candidate : this.reranker.rerank(rows)) {
			ranked.add(checked(candidate, seen, documents).mutate().score(candidate.score()).build());
		}
		return List.copyOf(ranked.subList(0, Math.min(ranked.size(), this.limit)));
	}

	/** Without scores of all, their order tells which is better. */
	private static List<Candidate> candidates(List<Document> documents) {
		boolean isScored = documents.stream().allMatch((document) -> document.getScore() != null);
		List<Candidate> candidates = new ArrayList<>(documents.size());
		for (int i = 0; i < documents.size(); i++) {
			Double score = documents.get(i).getScore();
			candidates.add(new Candidate(i, (isScored && score != null) ? score : 1.0 / (1 + i)));
		}
		return candidates;
	}

	private Document checked(Candidate candidate, Set<Long> seen, List<Document> documents) {
		long row = candidate.rowId();
		if (row < 0 || row >= documents.size() || !seen.add(row) || Double.isNaN(candidate.score())) {
			throw new InvalidInputException("The reranker '" + this.reranker.name() + "' gave " + candidate
					+ "; it must give the rows 0 to " + (documents.size() - 1) + ", each once, with a number as score");
		}
		return documents.get((int) row);
	}

}

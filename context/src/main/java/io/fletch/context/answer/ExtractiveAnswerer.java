package io.fletch.context.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.fletch.context.embedding.CheckedEmbedding;
import io.fletch.context.embedding.Cosine;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.store.embedding.EmbeddingFunction;

/**
 * Answers with the sentences of the passages that fit the question best, word by word and
 * cited, so that it needs no chat model. Sentences that say the same are not repeated
 * (maximal marginal relevance: Carbonell and Goldstein, "The Use of MMR", SIGIR 1998).
 * Safe for use by several threads at once.
 */
public final class ExtractiveAnswerer {

	/** A further sentence must have at least this share of the best one's score. */
	private static final double KEEPS_UP = 0.75;

	private final CheckedEmbedding embedding;

	private final ExtractiveSettings settings;

	/**
	 * Creates an answerer.
	 * @param function makes the vectors of question and sentences
	 * @param settings how sentences are chosen
	 */
	public ExtractiveAnswerer(EmbeddingFunction function, ExtractiveSettings settings) {
		this.embedding = new CheckedEmbedding(Objects.requireNonNull(function, "function"));
		this.settings = Objects.requireNonNull(settings, "settings");
	}

	/**
	 * Answers a question.
	 * @param question the question, not blank
	 * @param passages the passages that were retrieved for it, best first
	 * @return the sentences, grouped by passage in the order of the passages and within
	 * one in the order of its text; empty if no sentence fits well enough
	 * @throws io.fletch.store.embedding.EmbeddingException if the function fails, or
	 * gives another number of vectors or a bad one
	 * @throws io.fletch.store.error.CancelledException if the thread is interrupted
	 */
	public Answer answer(String question, List<RetrievedPassage> passages) {
		Objects.requireNonNull(question, "question");
		Objects.requireNonNull(passages, "passages");
		if (question.isBlank()) {
			throw new IllegalArgumentException("question must not be blank: ask something");
		}
		List<Candidate> candidates = CandidateSentences.of(passages);
		if (candidates.isEmpty()) {
			return new Answer(List.of());
		}
		List<Scored> chosen = choose(score(question, candidates));
		return new Answer(chosen.stream()
			.map(Scored::candidate)
			.sorted(Comparator.comparingInt(Candidate::number)
				.thenComparingInt((candidate) -> candidate.span().start()))
			.map(Candidate::toSentence)
			.toList());
	}

	/**
	 * Scores sentences, best first.
	 */
	List<Scored> score(String question, List<Candidate> candidates) {
		List<float[]> vectors = this.embedding.embedAll(candidates.stream().map(Candidate::inContext).toList());
		float[] asked = this.embedding.embedQuery(question);
		WordWeights weights = new WordWeights(Terms.of(question), candidates);
		List<Scored> scored = new ArrayList<>(candidates.size());
		for (int index = 0; index < candidates.size(); index++) {
			Candidate candidate = candidates.get(index);
			double meaning = Math.max(0, Cosine.of(asked, vectors.get(index), 0));
			double score = this.settings.meaning() * meaning
					+ (1 - this.settings.meaning()) * weights.share(candidate.terms()) - candidate.penalty();
			scored.add(new Scored(candidate, score, vectors.get(index)));
		}
		scored.sort(Comparator.comparingDouble(Scored::score).reversed());
		return scored;
	}

	private List<Scored> choose(List<Scored> scored) {
		double best = scored.getFirst().score();
		if (best < this.settings.threshold()) {
			return List.of();
		}
		double least = Math.max(this.settings.threshold(), KEEPS_UP * best);
		List<Scored> pool = new ArrayList<>(scored.stream().filter((candidate) -> candidate.score() >= least).toList());
		List<Scored> chosen = new ArrayList<>();
		while (!pool.isEmpty() && chosen.size() < this.settings.maxSentences()) {
			Scored next = pool.stream()
				.max(Comparator.comparingDouble((candidate) -> marginal(candidate, chosen)))
				.orElseThrow();
			pool.remove(next);
			chosen.add(next);
		}
		return chosen;
	}

	private double marginal(Scored candidate, List<Scored> chosen) {
		double likeness = chosen.stream()
			.mapToDouble((other) -> Cosine.of(candidate.vector(), other.vector(), 0))
			.max()
			.orElse(0);
		return this.settings.diversity() * candidate.score() - (1 - this.settings.diversity()) * likeness;
	}

	/**
	 * A sentence with its score and vector.
	 */
	record Scored(Candidate candidate, double score, float[] vector) {
	}

	/**
	 * How much each word of the question tells, by how few sentences have it.
	 */
	private static final class WordWeights {

		private final Map<String, Double> weights = new HashMap<>();

		private final double total;

		WordWeights(Set<String> question, List<Candidate> candidates) {
			for (String term : question) {
				long holders = candidates.stream().filter((candidate) -> candidate.terms().contains(term)).count();
				this.weights.put(term, Math.log(1 + candidates.size() / (holders + 0.5)));
			}
			this.total = this.weights.values().stream().mapToDouble(Double::doubleValue).sum();
		}

		double share(Set<String> terms) {
			double shared = 0;
			for (Map.Entry<String, Double> weight : this.weights.entrySet()) {
				shared += terms.contains(weight.getKey()) ? weight.getValue() : 0;
			}
			return (this.total > 0) ? shared / this.total : 0;
		}

	}

}

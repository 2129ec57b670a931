package io.fletch.rerankers.remote;

import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonAlias;
import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Scores in any order, each with the number of its text.
 *
 * @param results the scores
 */
record ScoredAnswer(@JsonAlias("data") @Nullable List<@Nullable Item> results) implements RerankAnswer {

	@Override
	public double[] scores(int expected) {
		int count = (this.results != null) ? this.results.size() : 0;
		if (this.results == null || count != expected) {
			throw misfit(expected, count + " scores");
		}
		double[] scores = new double[expected];
		Arrays.fill(scores, Double.NaN);
		for (Item item : this.results) {
			if (item == null || item.index() == null || item.score() == null) {
				throw misfit(expected, "a score without index or value");
			}
			int index = item.index();
			if (index < 0 || index >= expected || !Double.isNaN(scores[index])) {
				throw misfit(expected, "the index " + index + " twice, or out of range,");
			}
			if (!Double.isFinite(item.score())) {
				throw misfit(expected, "the score " + item.score() + " for index " + index);
			}
			scores[index] = item.score();
		}
		return scores;
	}

	private static EmbeddingException misfit(int expected, String found) {
		return new EmbeddingException("answered " + found + " to " + expected
				+ " texts: expected one number for each. Check 'model' and 'base-url'.");
	}

	/**
	 * A score.
	 *
	 * @param index the number of its text, from 0
	 * @param score how well the text answers
	 */
	record Item(@Nullable Integer index, @JsonAlias("relevance_score") @Nullable Double score) {

	}

}

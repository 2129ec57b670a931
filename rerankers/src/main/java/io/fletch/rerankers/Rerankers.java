package io.fletch.rerankers;

import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Reranker;

/**
 * The rerankers of this module by the names that configuration uses.
 */
public final class Rerankers {

	private static final TreeMap<String, Supplier<Reranker>> BY_NAME = new TreeMap<>(
			Map.of(ReciprocalRankFusion.NAME, ReciprocalRankFusion::new, LinearCombination.NAME, LinearCombination::new,
					MeanReciprocalRank.NAME, MeanReciprocalRank::new));

	private Rerankers() {
	}

	/**
	 * Returns a reranker with its default parameters.
	 * @param name one of {@link #names()}
	 * @return the reranker
	 * @throws InvalidInputException if the name is unknown
	 */
	public static Reranker named(String name) {
		Supplier<Reranker> reranker = BY_NAME.get(name);
		if (reranker == null) {
			throw new InvalidInputException("No reranker named '" + name + "'; known: " + names());
		}
		return reranker.get();
	}

	/**
	 * Returns the names that {@link #named(String)} accepts.
	 * @return the names in order
	 */
	public static SortedSet<String> names() {
		return Collections.unmodifiableSortedSet(BY_NAME.navigableKeySet());
	}

}

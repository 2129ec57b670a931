package io.fletch.context.packing;

import java.util.ArrayList;
import java.util.List;

/**
 * In which order passages stand in a prompt.
 */
public enum PassageOrder {

	/** The best first. */
	BEST_FIRST,

	/**
	 * The best first and last, the worst in the middle, where models read least. Source:
	 * Liu et al., "Lost in the Middle: How Language Models Use Long Contexts", TACL 2024.
	 */
	BEST_AT_BOTH_ENDS;

	<T> List<T> of(List<T> bestFirst) {
		if (this == BEST_FIRST) {
			return bestFirst;
		}
		List<T> ordered = new ArrayList<>(bestFirst.size());
		for (int rank = 0; rank < bestFirst.size(); rank += 2) {
			ordered.add(bestFirst.get(rank));
		}
		for (int rank = bestFirst.size() - 1 - (bestFirst.size() % 2); rank > 0; rank -= 2) {
			ordered.add(bestFirst.get(rank));
		}
		return ordered;
	}

}

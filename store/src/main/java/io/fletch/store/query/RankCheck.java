package io.fletch.store.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * Checks what a reranker, which is anybody's, makes of rankings.
 */
final class RankCheck {

	private RankCheck() {
	}

	static List<Candidate> of(Reranker reranker, RankedRows rows) {
		@Nullable List<? extends @Nullable Candidate> given = reranker.rerank(rows);
		if (given == null) {
			throw wrong(reranker, "null instead of a list");
		}
		Set<Long> known = new HashSet<>();
		rows.rankings().forEach((ranking) -> ranking.candidates().forEach((row) -> known.add(row.rowId())));
		Set<Long> seen = HashSet.newHashSet(given.size());
		List<Candidate> checked = new ArrayList<>(given.size());
		for (Candidate candidate : given) {
			if (candidate == null) {
				throw wrong(reranker, "null at position " + checked.size());
			}
			if (Double.isNaN(candidate.score())) {
				throw wrong(reranker, "the row " + candidate.rowId() + " the score NaN");
			}
			if (!known.contains(candidate.rowId())) {
				throw wrong(reranker, "the row " + candidate.rowId() + ", which was not among those it was given");
			}
			if (!seen.add(candidate.rowId())) {
				throw wrong(reranker, "the row " + candidate.rowId() + " twice");
			}
			checked.add(candidate);
		}
		return checked;
	}

	private static InvalidInputException wrong(Reranker reranker, String what) {
		return new InvalidInputException("The reranker '" + reranker.name() + "' gave " + what
				+ "; it must give rows of the rankings, each once, with a number as score");
	}

}

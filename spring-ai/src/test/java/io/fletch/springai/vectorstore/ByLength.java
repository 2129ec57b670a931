package io.fletch.springai.vectorstore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

/**
 * Finds long texts relevant.
 */
final class ByLength implements Reranker {

	@Override
	public String name() {
		return "by-length";
	}

	@Override
	public List<Candidate> rerank(RankedRows rows) {
		List<Candidate> fused = rows.fused();
		List<Object> texts = rows.valuesOf(null, fused).stream().map(Objects::requireNonNull).toList();
		List<Candidate> ranked = new ArrayList<>();
		for (int i = 0; i < fused.size(); i++) {
			ranked.add(new Candidate(fused.get(i).rowId(), texts.get(i).toString().length()));
		}
		ranked.sort(Comparator.comparingDouble(Candidate::score).reversed());
		return ranked;
	}

}

package io.fletch.context.retrieval;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

/**
 * Puts texts first that share words with the question.
 */
final class AskedReranker implements Reranker {

	@Override
	public String name() {
		return "asked";
	}

	@Override
	public List<Candidate> rerank(RankedRows rows) {
		Set<String> asked = Set.of(rows.query().split(" "));
		List<Candidate> fused = rows.fused();
		List<Object> texts = List.copyOf(rows.valuesOf("text", fused));
		return fused.stream()
			.map((row) -> new Candidate(row.rowId(), shared(asked, (String) texts.get(fused.indexOf(row)))))
			.sorted(Comparator.comparingDouble(Candidate::score).reversed())
			.toList();
	}

	private static long shared(Set<String> asked, String text) {
		return asked.stream().filter(text::contains).count();
	}

}

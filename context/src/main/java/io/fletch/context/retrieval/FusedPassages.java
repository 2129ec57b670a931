package io.fletch.context.retrieval;

import java.util.List;
import java.util.Objects;

/**
 * What several retrievers found together.
 *
 * @param passages the passages, best first, each once
 * @param failures the retrievers that did not answer
 * @param notes which conditions were left off, for people to read
 */
public record FusedPassages(List<RetrievedPassage> passages, List<RetrieverFailure> failures, List<String> notes) {

	public FusedPassages {
		Objects.requireNonNull(passages, "passages");
		Objects.requireNonNull(failures, "failures");
		Objects.requireNonNull(notes, "notes");
		passages = List.copyOf(passages);
		failures = List.copyOf(failures);
		notes = List.copyOf(notes);
	}

}

package io.fletch.context.expansion;

import java.util.List;
import java.util.Objects;

import io.fletch.context.retrieval.RetrievedPassage;

/**
 * Changes how much is read around passages that were found. Implementations are safe for
 * use by several threads at once.
 */
@FunctionalInterface
public interface PassageExpansion {

	/**
	 * Changes passages.
	 * @param passages the passages, best first
	 * @return the changed passages, best first; never more
	 */
	List<RetrievedPassage> expand(List<RetrievedPassage> passages);

	/**
	 * Goes on with another expansion.
	 * @param next changes what this one made
	 * @return both, one after the other
	 */
	default PassageExpansion then(PassageExpansion next) {
		Objects.requireNonNull(next, "next");
		return (passages) -> next.expand(expand(passages));
	}

}

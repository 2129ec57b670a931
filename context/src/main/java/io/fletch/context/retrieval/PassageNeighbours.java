package io.fletch.context.retrieval;

import java.util.List;

import io.fletch.context.splitting.Span;

/**
 * Reads what is stored around a passage that was found. Implementations are safe for use
 * by several threads at once.
 */
@FunctionalInterface
public interface PassageNeighbours {

	/**
	 * Reads the stored passages of a document that share characters with a stretch of it.
	 * @param passage a passage of the document
	 * @param span the stretch
	 * @return the passages in the order of their starts; none if this knows nothing of
	 * the source of the passage
	 */
	List<RetrievedPassage> within(RetrievedPassage passage, Span span);

}

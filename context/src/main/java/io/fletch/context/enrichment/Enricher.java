package io.fletch.context.enrichment;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.splitting.Chunk;

/**
 * Gives chunks what they need to be found and understood without the rest of their
 * document. Implementations are safe for use by several threads at once.
 */
public interface Enricher {

	/**
	 * Makes the context of chunks.
	 * @param document the document that the chunks come from
	 * @param chunks all chunks of the document, in order
	 * @return one context a chunk, in the order of the chunks; {@code null} where there
	 * is nothing to add
	 */
	List<@Nullable String> contexts(ParsedDocument document, List<Chunk> chunks);

	/**
	 * Describes what decides the contexts, so that a change of it is noticed and
	 * documents are enriched anew.
	 * @return the name of the enricher and its settings
	 */
	String description();

	/**
	 * Joins what several enrichers say of a chunk, one below the other.
	 * @param enrichers the enrichers, in the order of what they say
	 * @return the enricher
	 */
	static Enricher joining(Enricher... enrichers) {
		Objects.requireNonNull(enrichers, "enrichers");
		return new JoinedEnricher(List.of(enrichers));
	}

}

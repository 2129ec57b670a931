package io.fletch.context.enrichment;

import java.util.Objects;

import io.fletch.context.splitting.Chunk;

/**
 * A chunk got no context from a model.
 *
 * @param title the title of the document
 * @param chunk the chunk
 * @param cause what the model, or the cache, threw
 */
public record EnrichmentFailure(String title, Chunk chunk, RuntimeException cause) {

	public EnrichmentFailure {
		Objects.requireNonNull(title, "title");
		Objects.requireNonNull(chunk, "chunk");
		Objects.requireNonNull(cause, "cause");
	}

}

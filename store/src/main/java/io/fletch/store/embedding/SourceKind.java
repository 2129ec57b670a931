package io.fletch.store.embedding;

/**
 * What an embedding function can embed.
 */
public enum SourceKind {

	/** Words. */
	TEXT,

	/** Pictures; the function is an {@link ImageEmbeddingFunction}. */
	IMAGE

}

package io.fletch.rerankers;

import java.util.List;

import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.query.Reranker;

/**
 * Makes rerankers of one kind. Modules offer theirs through
 * {@link java.util.ServiceLoader}.
 */
public interface RerankerFactory {

	/**
	 * Returns the name by which configuration refers to this kind.
	 * @return the alias, for example {@code cross-encoder}
	 */
	String alias();

	/**
	 * Returns what can be chosen.
	 * @return the options, none by default
	 */
	default List<EmbeddingOption> options() {
		return List.of();
	}

	/**
	 * Makes a reranker, and loads its model if it has one on this machine.
	 * @param options the options, checked against {@link #options()} and with their
	 * variables resolved
	 * @return a new reranker; if it is {@link AutoCloseable}, whoever asked for it closes
	 * it
	 * @throws RuntimeException if an option has a value that means nothing, or a model
	 * cannot be loaded; the message says so
	 */
	Reranker create(EmbeddingOptions options);

}

package io.fletch.store.embedding;

import java.util.List;
import java.util.Set;

/**
 * Creates embedding functions of one kind. Modules offer theirs through
 * {@link java.util.ServiceLoader}, so that a table reopened in another process finds what
 * its functions are made by.
 */
public interface EmbeddingFunctionFactory {

	/**
	 * Returns the alias of the functions that {@link #create} makes.
	 * @return the alias, for example {@code openai}
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
	 * Returns what the functions can embed.
	 * @return the kinds of sources, text by default
	 */
	default Set<SourceKind> accepts() {
		return Set.of(SourceKind.TEXT);
	}

	/**
	 * Makes a function, and loads its model if it is a local one.
	 * @param name the name under which tables remember the function
	 * @param options the options, checked against {@link #options()} and with their
	 * variables resolved
	 * @return a new function of that name
	 * @throws EmbeddingException if an option has a value that means nothing, or a file
	 * of the model is missing or damaged
	 */
	EmbeddingFunction create(String name, EmbeddingOptions options);

}

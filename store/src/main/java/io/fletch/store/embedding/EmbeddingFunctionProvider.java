package io.fletch.store.embedding;

/**
 * Creates one embedding function on demand. Modules offer theirs through
 * {@link java.util.ServiceLoader}, so that a table reopened in another process finds the
 * function that it was created with.
 */
public interface EmbeddingFunctionProvider {

	/**
	 * Returns the alias of the function that {@link #create()} makes.
	 * @return the alias, for example {@code all-minilm-l6-v2}
	 */
	String alias();

	/**
	 * Loads the model.
	 * @return a new function whose name is {@link #alias()}
	 * @throws EmbeddingException if a file of the model is missing or damaged
	 */
	EmbeddingFunction create();

}

package io.fletch.autoconfigure;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;

/**
 * Changes the registry of embedding functions before the database is opened. Beans of
 * this type are called in their order.
 */
@FunctionalInterface
public interface EmbeddingFunctionRegistryCustomizer {

	/**
	 * Changes the registry.
	 * @param registry the registry, which holds all functions of the class path, beans
	 * and properties
	 */
	void customize(EmbeddingFunctionRegistry registry);

}

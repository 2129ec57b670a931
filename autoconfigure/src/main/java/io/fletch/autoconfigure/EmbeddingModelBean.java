package io.fletch.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionFactory;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * A framework's embedding model among the beans as an embedding function. It is asked for
 * when it is first used, so that a model may depend on the registry.
 *
 * @param alias the name of the bean
 * @param function gets the bean
 */
record EmbeddingModelBean(String alias, Supplier<EmbeddingFunction> function) implements EmbeddingFunctionFactory {

	@Override
	public List<EmbeddingOption> options() {
		return List.of();
	}

	@Override
	public EmbeddingFunction create(String name, EmbeddingOptions options) {
		return this.function.get();
	}

	/**
	 * Returns what is wrong with a bean that asks the registry, and so would ask itself.
	 */
	static EmbeddingException ofTheRegistry(String bean) {
		return new EmbeddingException("The bean '" + bean + "' is an embedding function as a framework's model; use "
				+ "the function itself, or set fletch.embedding.default-function to its name");
	}

}

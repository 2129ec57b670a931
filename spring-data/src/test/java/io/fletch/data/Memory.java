package io.fletch.data;

import io.fletch.store.Database;
import io.fletch.store.DatabaseOptions;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.test.embedding.HashedWordsFunction;

/**
 * A database of tests.
 */
public final class Memory {

	private Memory() {
	}

	/**
	 * Opens one that makes vectors of words.
	 */
	public static Database open() {
		return Database.open("memory:", DatabaseOptions.defaults()
			.withFunctions(new EmbeddingFunctionRegistry().register(new HashedWordsFunction())));
	}

}

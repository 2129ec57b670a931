package io.fletch.data;

import io.fletch.store.Database;
import io.fletch.store.DatabaseOptions;
import io.fletch.store.activity.ActivityObserver;
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
		return open(ActivityObserver.NONE);
	}

	/**
	 * Opens one that makes vectors of words, and tells somebody what is done.
	 */
	public static Database open(ActivityObserver observer) {
		return Database.open("memory:",
				DatabaseOptions.defaults()
					.withFunctions(new EmbeddingFunctionRegistry().register(new HashedWordsFunction()))
					.withObserver(observer));
	}

}

package io.fletch.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.TextToken;

/**
 * {@link Indexes} whose methods do not wait, as in {@link AsyncTable}. An index whose
 * future is cancelled while it is built is given up.
 */
public final class AsyncIndexes {

	private final Indexes indexes;

	AsyncIndexes(Indexes indexes) {
		this.indexes = indexes;
	}

	/**
	 * Creates an index and builds it.
	 * @param definition what to create
	 * @return completes with the index
	 */
	public CompletableFuture<IndexInfo> create(IndexDefinition definition) {
		return AsyncRun.call(() -> this.indexes.create(definition));
	}

	/**
	 * Creates an index and builds it.
	 * @param definition what to create
	 * @param progress is told how far the building is
	 * @return completes with the index
	 */
	public CompletableFuture<IndexInfo> create(IndexDefinition definition, IndexProgress progress) {
		return AsyncRun.call(() -> this.indexes.create(definition, progress));
	}

	/**
	 * Lists the indexes.
	 * @return completes with the indexes, in the order in which they were created
	 */
	public CompletableFuture<List<IndexInfo>> list() {
		return AsyncRun.call(this.indexes::list);
	}

	/**
	 * Returns an index.
	 * @param name its name
	 * @return completes with the index
	 */
	public CompletableFuture<IndexInfo> get(String name) {
		return AsyncRun.call(() -> this.indexes.get(name));
	}

	/**
	 * Drops an index. Older versions keep it.
	 * @param name its name
	 * @return completes when it is dropped
	 */
	public CompletableFuture<Void> drop(String name) {
		return AsyncRun.run(() -> this.indexes.drop(name));
	}

	/**
	 * Builds an index anew from all rows.
	 * @param name its name
	 * @return completes with the index
	 */
	public CompletableFuture<IndexInfo> rebuild(String name) {
		return AsyncRun.call(() -> this.indexes.rebuild(name));
	}

	/**
	 * Reads an index into memory.
	 * @param name its name
	 * @return completes when it is read
	 */
	public CompletableFuture<Void> prewarm(String name) {
		return AsyncRun.run(() -> this.indexes.prewarm(name));
	}

	/**
	 * Tells into which words a full-text index cuts a text.
	 * @param name the name of the index
	 * @param text the text
	 * @return the words in their order
	 */
	public CompletableFuture<List<TextToken>> tokens(String name, String text) {
		return AsyncRun.call(() -> this.indexes.tokens(name, text));
	}

}

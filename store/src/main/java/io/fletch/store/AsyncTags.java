package io.fletch.store;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * {@link TableTags} whose methods do not wait, as in {@link AsyncTable}.
 */
public final class AsyncTags {

	private final TableTags tags;

	AsyncTags(TableTags tags) {
		this.tags = tags;
	}

	/**
	 * Lists the tags.
	 * @return completes with the tagged versions by name, in the order of the names
	 */
	public CompletableFuture<Map<String, Long>> list() {
		return AsyncRun.call(() -> this.tags.list());
	}

	/**
	 * Returns the version that a tag names.
	 * @param name the name of the tag
	 * @return completes with the version
	 */
	public CompletableFuture<Long> version(String name) {
		return AsyncRun.call(() -> this.tags.version(name));
	}

	/**
	 * Names a version.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param version the version
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> create(String name, long version) {
		return AsyncRun.run(() -> this.tags.create(name, version));
	}

	/**
	 * Lets a tag name another version.
	 * @param name the name of the tag
	 * @param version the version
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> update(String name, long version) {
		return AsyncRun.run(() -> this.tags.update(name, version));
	}

	/**
	 * Forgets a tag. Its version stays until it is cleaned up.
	 * @param name the name of the tag
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> delete(String name) {
		return AsyncRun.run(() -> this.tags.delete(name));
	}

}

package io.fletch.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Namespaces} whose methods do not wait, as in {@link AsyncDatabase}.
 */
public final class AsyncNamespaces {

	private final Namespaces namespaces;

	AsyncNamespaces(Namespaces namespaces) {
		this.namespaces = namespaces;
	}

	/**
	 * Returns the names of all namespaces.
	 * @return completes with the names in order
	 */
	public CompletableFuture<List<String>> list() {
		return AsyncRun.call(() -> this.namespaces.list());
	}

	/**
	 * Returns a page of the names of the namespaces.
	 * @param startAfter the last name of the page before; {@code null} for the first page
	 * @param limit how many names at most, at least 1
	 * @return completes with the names in order; fewer than {@code limit} at the end
	 */
	public CompletableFuture<List<String>> list(@Nullable String startAfter, int limit) {
		return AsyncRun.call(() -> this.namespaces.list(startAfter, limit));
	}

	/**
	 * Tells whether there is a namespace.
	 * @param name the name
	 * @return completes with whether there is one of that name
	 */
	public CompletableFuture<Boolean> exists(String name) {
		return AsyncRun.call(() -> this.namespaces.exists(name));
	}

	/**
	 * Creates a namespace.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> create(String name) {
		return AsyncRun.run(() -> this.namespaces.create(name));
	}

	/**
	 * Creates a namespace.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param mode what happens if there is a namespace of that name
	 * @param properties what to keep with it
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> create(String name, NamespaceMode mode, Map<String, String> properties) {
		return AsyncRun.run(() -> this.namespaces.create(name, mode, properties));
	}

	/**
	 * Drops a namespace.
	 * @param name the name
	 * @param mode what happens if there is no such namespace
	 * @param behavior what happens if it holds tables or other namespaces
	 * @return completes with whether there was one
	 */
	public CompletableFuture<Boolean> drop(String name, DropMode mode, DropBehavior behavior) {
		return AsyncRun.call(() -> this.namespaces.drop(name, mode, behavior));
	}

	/**
	 * Returns what is kept with a namespace.
	 * @param name the name
	 * @return completes with the properties by their names
	 */
	public CompletableFuture<Map<String, String>> describe(String name) {
		return AsyncRun.call(() -> this.namespaces.describe(name));
	}

	/**
	 * Puts other properties in the place of those that are kept with a namespace.
	 * @param name the name
	 * @param properties all that is to be kept
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> alter(String name, Map<String, String> properties) {
		return AsyncRun.run(() -> this.namespaces.alter(name, properties));
	}

}

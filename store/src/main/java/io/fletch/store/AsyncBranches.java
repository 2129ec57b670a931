package io.fletch.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.fletch.store.version.TableBranch;

/**
 * {@link Branches} whose methods do not wait, as in {@link AsyncTable}.
 */
public final class AsyncBranches {

	private final Branches branches;

	AsyncBranches(Branches branches) {
		this.branches = branches;
	}

	/**
	 * Lists the branches.
	 * @return completes with the names in order
	 */
	public CompletableFuture<List<String>> list() {
		return AsyncRun.call(() -> this.branches.list());
	}

	/**
	 * Tells where a branch began.
	 * @param name the name of the branch
	 * @return completes with the branch
	 */
	public CompletableFuture<TableBranch> describe(String name) {
		return AsyncRun.call(() -> this.branches.describe(name));
	}

	/**
	 * Begins a branch with the latest version.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @return completes with the branch
	 */
	public CompletableFuture<AsyncTable> create(String name) {
		return AsyncRun.call(() -> new AsyncTable(this.branches.create(name)));
	}

	/**
	 * Begins a branch with a version.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param version the version
	 * @return completes with the branch
	 */
	public CompletableFuture<AsyncTable> create(String name, long version) {
		return AsyncRun.call(() -> new AsyncTable(this.branches.create(name, version)));
	}

	/**
	 * Begins a branch with a tagged version.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param tag the name of the tag
	 * @return completes with the branch
	 */
	public CompletableFuture<AsyncTable> create(String name, String tag) {
		return AsyncRun.call(() -> new AsyncTable(this.branches.create(name, tag)));
	}

	/**
	 * Opens a branch.
	 * @param name the name of the branch
	 * @return completes with the branch
	 */
	public CompletableFuture<AsyncTable> open(String name) {
		return AsyncRun.call(() -> new AsyncTable(this.branches.open(name)));
	}

	/**
	 * Deletes a branch with all its versions.
	 * @param name the name of the branch
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> delete(String name) {
		return AsyncRun.run(() -> this.branches.delete(name));
	}

}

package io.fletch.store;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.fletch.store.query.Hit;

/**
 * A {@link Take} whose methods do not wait, as in {@link AsyncTable}. What a refinement
 * would throw the future of the rows does.
 *
 * @param <R> the type of the rows
 */
public final class AsyncTake<R> {

	private final Supplier<Take<R>> take;

	AsyncTake(Take<R> take) {
		this(() -> take);
	}

	private AsyncTake(Supplier<Take<R>> take) {
		this.take = take;
	}

	/**
	 * Reads only some columns.
	 * @param names the names of the columns
	 * @return one that reads these columns
	 */
	public AsyncTake<R> select(String... names) {
		String[] own = Objects.requireNonNull(names, "names").clone();
		return new AsyncTake<>(() -> this.take.get().select(own));
	}

	/**
	 * Reads the id of the row, too, as the column {@code _rowid} of maps.
	 * @return one that reads row ids
	 */
	public AsyncTake<R> withRowId() {
		return new AsyncTake<>(() -> this.take.get().withRowId());
	}

	/**
	 * Reads the rows.
	 * @return completes with the rows with their ids, and with score 0
	 */
	public CompletableFuture<List<Hit<R>>> hits() {
		return AsyncRun.call(() -> this.take.get().hits());
	}

	/**
	 * Reads the rows.
	 * @return completes with the rows of {@link #hits()}
	 */
	public CompletableFuture<List<R>> rows() {
		return AsyncRun.call(() -> this.take.get().rows());
	}

}

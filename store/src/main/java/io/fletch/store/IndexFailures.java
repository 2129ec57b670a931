package io.fletch.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.fletch.store.table.IndexMetadata;

/**
 * Which indexes of a table could not be extended, and when upkeep tries each again: after
 * half a minute, then after twice as long each time, at most after an hour.
 */
final class IndexFailures {

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

	private static final int MAX_DOUBLINGS = 7;

	private final InstantSource clock;

	/** By the index without its segments. */
	private final Map<IndexMetadata, Failure> failures = new ConcurrentHashMap<>();

	IndexFailures(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Keeps a failure.
	 * @return whether it is another one than the last, which is to be reported
	 */
	boolean add(IndexMetadata index, Throwable cause) {
		String message = (cause.getMessage() != null) ? cause.getMessage() : cause.toString();
		Failure before = this.failures.get(key(index));
		int count = (before != null) ? before.count() + 1 : 1;
		Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(count - 1, MAX_DOUBLINGS));
		this.failures.put(key(index), new Failure(message, count, this.clock.instant().plus(pause)));
		return before == null || !before.message().equals(message);
	}

	/**
	 * Forgets the failures of an index that was built.
	 */
	void remove(IndexMetadata index) {
		this.failures.remove(key(index));
	}

	/**
	 * Tells whether nothing failed lately.
	 */
	boolean isTime(IndexMetadata index) {
		Failure failure = this.failures.get(key(index));
		return failure == null || !this.clock.instant().isBefore(failure.next());
	}

	/**
	 * Returns what failed last, or {@code null} if nothing did since the index was built.
	 */
	@Nullable String message(IndexMetadata index) {
		Failure failure = this.failures.get(key(index));
		return (failure != null) ? failure.message() : null;
	}

	private static IndexMetadata key(IndexMetadata index) {
		return index.with(List.of());
	}

	/**
	 * A failure.
	 *
	 * @param message what was said
	 * @param count how many there were in a row
	 * @param next when it is to be tried again
	 */
	private record Failure(String message, int count, Instant next) {
	}

}

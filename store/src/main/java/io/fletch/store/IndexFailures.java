package io.fletch.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.fletch.store.table.IndexMetadata;

/**
 * Which indexes of a table do not have all rows, and why. One that could not be extended
 * is tried again after half a minute, then after twice as long each time, at most after
 * an hour; one that cannot have some rows is extended as if it had them.
 */
final class IndexFailures {

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

	private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

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
		Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(count - 1, MAX_DOUBLINGS));
		Duration pause = (doubled.compareTo(LONGEST_PAUSE) < 0) ? doubled : LONGEST_PAUSE;
		long seen = (before != null) ? before.seen() : -1;
		return put(index, new Failure(message, count, this.clock.instant().plus(pause), seen));
	}

	/**
	 * Keeps that an index was built, but for rows that it cannot have.
	 * @param message what is the matter with them
	 * @param seen the last row that was looked at
	 * @return whether it is another message than the last, which is to be reported
	 */
	boolean leaveOut(IndexMetadata index, String message, long seen) {
		return put(index, new Failure(message, 0, Instant.MIN, seen));
	}

	private boolean put(IndexMetadata index, Failure failure) {
		Failure before = this.failures.put(key(index), failure);
		return before == null || !before.message().equals(failure.message());
	}

	/**
	 * Returns the last row up to which an index has all that it can have, or -1 if no row
	 * was left out of it.
	 */
	long seen(IndexMetadata index) {
		Failure failure = this.failures.get(key(index));
		return (failure != null) ? failure.seen() : -1;
	}

	/**
	 * Forgets all but some indexes.
	 */
	void retain(Collection<IndexMetadata> indexes) {
		this.failures.keySet().retainAll(indexes.stream().map(IndexFailures::key).toList());
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
	 * Why an index does not have all rows.
	 *
	 * @param message what was said
	 * @param count how many failures there were in a row
	 * @param next when it is to be tried again
	 * @param seen the last row that was looked at when rows were left out, or -1
	 */
	private record Failure(String message, int count, Instant next, long seen) {
	}

}

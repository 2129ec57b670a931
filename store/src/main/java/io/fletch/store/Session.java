package io.fletch.store;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.io.FileCache;

/**
 * Memory that databases share for what they read from their files, above all where the
 * batches of data files are and what was computed from them. Nothing is wrong when
 * something is not in it, only slower. Safe for use by several threads at once.
 */
public final class Session {

	private static final Session SHARED = withLimit(256L << 20);

	private final FileCache cache;

	private Session(FileCache cache) {
		this.cache = cache;
	}

	/**
	 * Makes a session of its own.
	 * @param bytes how much it keeps at most, in bytes; 0 for nothing
	 * @return the session
	 * @throws InvalidInputException if the limit is negative
	 */
	public static Session withLimit(long bytes) {
		if (bytes < 0) {
			throw new InvalidInputException(
					"The limit of a session is " + bytes + " bytes; it must be at least 0. Give 0 to keep nothing.");
		}
		return new Session(new FileCache(bytes));
	}

	/**
	 * Returns the session of all databases that are opened without one: 256 MiB.
	 * @return the session, always the same
	 */
	public static Session shared() {
		return SHARED;
	}

	/**
	 * Returns how much is kept.
	 * @return the number of bytes, as far as it can be told
	 */
	public long sizeBytes() {
		return this.cache.byteSize();
	}

	/**
	 * Returns how many things are kept.
	 * @return their number
	 */
	public long itemCount() {
		return this.cache.itemCount();
	}

	/**
	 * Returns how often something was kept when it was needed, by all databases.
	 * @return the number of times since the session was made
	 */
	public long hits() {
		return this.cache.hits();
	}

	/**
	 * Returns how often something had to be read, by all databases.
	 * @return the number of times since the session was made
	 */
	public long misses() {
		return this.cache.misses();
	}

	FileCache cache() {
		return this.cache;
	}

	@Override
	public String toString() {
		return "Session[" + itemCount() + " items, " + sizeBytes() + " bytes]";
	}

}

package io.fletch.store;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.io.FileCache;

/**
 * Memory that databases share for what they read from their files: indexes, and the
 * descriptions of files. Nothing is wrong when something is not in it, only slower. Safe
 * for use by several threads at once.
 */
public final class Session {

	private static final Session SHARED = withLimits(512L << 20, 256L << 20);

	private final FileCache indexes;

	private final FileCache metadata;

	private Session(FileCache indexes, FileCache metadata) {
		this.indexes = indexes;
		this.metadata = metadata;
	}

	/**
	 * Makes a session of its own.
	 * @param indexCacheBytes how much of indexes it keeps at most, in bytes; 0 for none
	 * @param metadataCacheBytes how much of the descriptions of files it keeps at most,
	 * in bytes; 0 for none
	 * @return the session
	 * @throws InvalidInputException if a limit is negative
	 */
	public static Session withLimits(long indexCacheBytes, long metadataCacheBytes) {
		return new Session(cache("indexCacheBytes", indexCacheBytes), cache("metadataCacheBytes", metadataCacheBytes));
	}

	private static FileCache cache(String name, long limit) {
		if (limit < 0) {
			throw new InvalidInputException(
					"The " + name + " of a session is " + limit + "; it must be at least 0. Give 0 to keep nothing.");
		}
		return new FileCache(limit);
	}

	/**
	 * Returns the session of all databases that are opened without one: 512 MiB for
	 * indexes and 256 MiB for the descriptions of files.
	 * @return the session, always the same
	 */
	public static Session shared() {
		return SHARED;
	}

	/**
	 * Returns how much is kept.
	 * @return the number of bytes
	 */
	public long sizeBytes() {
		return this.indexes.byteSize() + this.metadata.byteSize();
	}

	/**
	 * Returns how many things are kept.
	 * @return their number
	 */
	public long itemCount() {
		return this.indexes.itemCount() + this.metadata.itemCount();
	}

	FileCache indexes() {
		return this.indexes;
	}

	FileCache metadata() {
		return this.metadata;
	}

	@Override
	public String toString() {
		return "Session[" + itemCount() + " items, " + sizeBytes() + " bytes]";
	}

}

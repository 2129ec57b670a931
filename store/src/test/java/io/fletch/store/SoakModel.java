package io.fletch.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What the last versions of a table must hold, told by the only one who changes rows.
 */
final class SoakModel {

	private static final int KEPT = 60;

	private final ReadWriteLock lock = new ReentrantReadWriteLock(true);

	/** By the version from which on they were so. */
	private final TreeMap<Long, Map<Long, SoakRow>> versions = new TreeMap<>();

	/**
	 * Changes rows. Nobody is told meanwhile what a version holds.
	 * @param change changes the rows that it gets, and the table, and tells which version
	 * that made
	 */
	void change(Function<Map<Long, SoakRow>, Long> change) {
		this.lock.writeLock().lock();
		try {
			Map<Long, SoakRow> rows = new HashMap<>(latest());
			this.versions.put(change.apply(rows), rows);
			if (this.versions.size() > KEPT) {
				this.versions.pollFirstEntry();
			}
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	private Map<Long, SoakRow> latest() {
		return (this.versions.isEmpty()) ? Map.of() : this.versions.lastEntry().getValue();
	}

	/**
	 * Returns the rows of a version, or {@code null} if it is too old to be known.
	 */
	@Nullable Map<Long, SoakRow> rows(long version) {
		this.lock.readLock().lock();
		try {
			Map.Entry<Long, Map<Long, SoakRow>> known = this.versions.floorEntry(version);
			return (known != null) ? known.getValue() : null;
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/**
	 * Returns one of the versions that are known.
	 */
	long anyVersion(Random random) {
		this.lock.readLock().lock();
		try {
			Collection<Long> known = this.versions.keySet();
			return List.copyOf(known).get(random.nextInt(known.size()));
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

}

package io.fletch.store.io;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks of this process by key. A lock is forgotten when nobody holds or awaits it.
 */
final class ProcessLocks {

	private final Map<Object, Held> locks = new ConcurrentHashMap<>();

	/**
	 * Waits for the lock of a key.
	 * @throws IllegalStateException if this thread holds it already
	 */
	void lock(Object key) {
		Held held = enter(key);
		if (held.lock.isHeldByCurrentThread()) {
			leave(key);
			throw new IllegalStateException("This thread holds the lock of " + key + " already");
		}
		held.lock.lock();
	}

	/**
	 * Takes the lock of a key if it is free.
	 * @return whether it was
	 */
	boolean tryLock(Object key) {
		Held held = enter(key);
		if (!held.lock.isHeldByCurrentThread() && held.lock.tryLock()) {
			return true;
		}
		leave(key);
		return false;
	}

	void unlock(Object key) {
		Held held = this.locks.get(key);
		if (held == null) {
			throw new IllegalMonitorStateException("Nobody holds the lock of " + key);
		}
		held.lock.unlock();
		leave(key);
	}

	private Held enter(Object key) {
		return this.locks.compute(key, (same, held) -> {
			Held entered = (held != null) ? held : new Held();
			entered.users++;
			return entered;
		});
	}

	private void leave(Object key) {
		this.locks.computeIfPresent(key, (same, held) -> (--held.users > 0) ? held : null);
	}

	/**
	 * A lock with the number of those who hold or await it, which the map guards.
	 */
	private static final class Held {

		private final ReentrantLock lock = new ReentrantLock();

		private int users;

	}

}

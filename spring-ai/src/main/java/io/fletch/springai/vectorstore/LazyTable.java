package io.fletch.springai.vectorstore;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Opens a table when it is first asked for, once. A failure is not kept.
 */
final class LazyTable {

	private final Supplier<DocumentTable> opening;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable DocumentTable table;

	LazyTable(Supplier<DocumentTable> opening) {
		this.opening = opening;
	}

	DocumentTable get() {
		DocumentTable opened = this.table;
		if (opened != null) {
			return opened;
		}
		this.lock.lock();
		try {
			opened = this.table;
			if (opened == null) {
				opened = this.opening.get();
				this.table = opened;
			}
			return opened;
		}
		finally {
			this.lock.unlock();
		}
	}

}

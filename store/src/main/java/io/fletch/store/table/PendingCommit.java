package io.fletch.store.table;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CancelledException;
import io.fletch.store.version.Operation;

/**
 * A transaction in the queue and, in the end, its outcome, which is decided in the turn.
 */
final class PendingCommit {

	private final Transaction transaction;

	private final Thread owner;

	private volatile boolean decided;

	private volatile boolean cancelled;

	private @Nullable Manifest manifest;

	private @Nullable Exception failure;

	PendingCommit(Transaction transaction, Thread owner) {
		this.transaction = transaction;
		this.owner = owner;
	}

	Operation operation() {
		return this.transaction.operation();
	}

	/**
	 * Works out the change, perhaps in another thread than the owner: an interrupt of
	 * that one must not cancel it, but one of the owner does.
	 */
	Change workOut(Manifest latest) throws IOException {
		boolean interrupted = false;
		try {
			while (true) {
				if (isCancelled()) {
					throw new CancelledException("The write was cancelled; nothing was changed");
				}
				try {
					return this.transaction.apply(latest);
				}
				catch (CancelledException ex) {
					if (this.owner == Thread.currentThread() || !Thread.interrupted()) {
						throw ex;
					}
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Lets the owner look again.
	 */
	void wake() {
		LockSupport.unpark(this.owner);
	}

	void cancel() {
		this.cancelled = true;
	}

	private boolean isCancelled() {
		return this.cancelled || this.owner.isInterrupted();
	}

	void prepare(Manifest made) {
		this.manifest = made;
	}

	/**
	 * Decides the outcome, unless it is decided.
	 * @param refused why nothing was changed, or {@code null} if it is done
	 */
	void decide(@Nullable Exception refused) {
		if (!this.decided) {
			this.failure = refused;
			this.decided = true;
			wake();
		}
	}

	boolean isDecided() {
		return this.decided;
	}

	Manifest outcome() throws IOException {
		if (this.failure instanceof IOException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
		if (this.failure instanceof RuntimeException ex) {
			throw ex;
		}
		if (this.manifest == null || !this.decided) {
			throw new IllegalStateException("A transaction without outcome");
		}
		return this.manifest;
	}

}

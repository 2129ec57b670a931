package io.fletch.rerankers;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Reranker;

/**
 * A reranker that a registry knows, made when it is first asked for. Whoever asks for
 * another one meanwhile does not wait.
 */
final class RegisteredReranker {

	private final Supplier<Reranker> maker;

	private final boolean isOwn;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Reranker made;

	private boolean isClosed;

	private RegisteredReranker(Supplier<Reranker> maker, boolean isOwn) {
		this.maker = maker;
		this.isOwn = isOwn;
	}

	/**
	 * One that is made here, and closed here.
	 */
	static RegisteredReranker by(Supplier<Reranker> maker) {
		return new RegisteredReranker(maker, true);
	}

	/**
	 * One that somebody else made, and closes.
	 */
	static RegisteredReranker of(Reranker reranker) {
		Objects.requireNonNull(reranker, "reranker");
		return new RegisteredReranker(() -> reranker, false);
	}

	Reranker get() {
		this.lock.lock();
		try {
			if (this.isClosed) {
				throw closed();
			}
			Reranker present = this.made;
			if (present == null) {
				present = this.maker.get();
				this.made = present;
			}
			return present;
		}
		finally {
			this.lock.unlock();
		}
	}

	static InvalidInputException closed() {
		return new InvalidInputException("The registry of rerankers is closed");
	}

	/**
	 * Waits while the reranker is being made, and closes it.
	 */
	void close() throws Exception {
		this.lock.lock();
		try {
			this.isClosed = true;
			Reranker present = this.made;
			this.made = null;
			if (this.isOwn && present instanceof AutoCloseable closeable) {
				closeable.close();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}

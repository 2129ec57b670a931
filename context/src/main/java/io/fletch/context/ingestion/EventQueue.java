package io.fletch.context.ingestion;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that listeners have not been told of yet, and the thread that tells them, so
 * that a slow listener holds nothing up. Bounded: events of progress are left out first.
 */
final class EventQueue {

	private static final Logger logger = LoggerFactory.getLogger(EventQueue.class);

	private static final int ROOM_FOR_PROGRESS = 1_000;

	private static final int ROOM = 100_000;

	private static final long CLOSE_SECONDS = 5;

	private final List<IngestionListener> listeners = new CopyOnWriteArrayList<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final ArrayDeque<IngestionEvent> waiting = new ArrayDeque<>();

	private @Nullable Thread thread;

	private boolean closed;

	private boolean lost;

	void add(IngestionListener listener) {
		this.lock.lock();
		try {
			this.listeners.add(listener);
			if (this.thread == null && !this.closed) {
				this.thread = Thread.ofPlatform().daemon().name("fletch-ingestion-events").start(this::run);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void remove(IngestionListener listener) {
		this.listeners.remove(listener);
	}

	void publish(IngestionEvent event) {
		if (this.listeners.isEmpty()) {
			return;
		}
		this.lock.lock();
		try {
			int room = event.type().isPassing() ? ROOM_FOR_PROGRESS : ROOM;
			if (this.waiting.size() < room) {
				this.waiting.add(event);
				this.changed.signal();
			}
			else if (!event.type().isPassing() && !this.lost) {
				this.lost = true;
				logger.warn("Listeners are too slow: more than {} events wait, and further ones are left out", ROOM);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void run() {
		for (IngestionEvent event = take(); event != null; event = take()) {
			for (IngestionListener listener : this.listeners) {
				tell(listener, event);
			}
		}
	}

	private @Nullable IngestionEvent take() {
		this.lock.lock();
		try {
			while (this.waiting.isEmpty() && !this.closed) {
				this.changed.awaitUninterruptibly();
			}
			return this.waiting.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void tell(IngestionListener listener, IngestionEvent event) {
		try {
			listener.on(event);
		}
		catch (RuntimeException | Error ex) {
			// A listener is anybody's; the others, and the ingestion, go on.
			logger.warn("A listener failed at {} of '{}'", event.type(), event.name(), ex);
		}
	}

	/**
	 * Tells what is left, for a few seconds at most.
	 */
	void close() {
		Thread telling;
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
			telling = this.thread;
		}
		finally {
			this.lock.unlock();
		}
		if (telling != null && telling != Thread.currentThread()) {
			Patience.of(CLOSE_SECONDS, TimeUnit.SECONDS).join(telling);
		}
	}

}

package io.fletch.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.error.StoreException;
import io.fletch.store.version.TableVersion;

/**
 * Tells listeners of new versions, from a thread of its own that lives as long as there
 * are listeners. Versions of other processes are looked for at every pause.
 */
final class ChangeFeed {

	private static final Logger logger = LoggerFactory.getLogger(ChangeFeed.class);

	private static final Duration PAUSE = Duration.ofMillis(500);

	private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();

	private final BlockingQueue<TableVersion> queue = new LinkedBlockingQueue<>();

	private final Runnable look;

	private @Nullable Thread thread;

	/**
	 * Makes a feed without listeners.
	 * @param look looks for versions of other processes, which come to {@link #offer}
	 */
	ChangeFeed(Runnable look) {
		this.look = look;
	}

	void offer(TableVersion version) {
		if (!this.listeners.isEmpty()) {
			this.queue.add(version);
		}
	}

	synchronized void add(ChangeListener listener) {
		this.listeners.add(listener);
		if (this.thread == null) {
			this.thread = Thread.ofVirtual().name("fletch-changes").start(this::run);
		}
	}

	synchronized void remove(ChangeListener listener) {
		this.listeners.remove(listener);
		if (this.listeners.isEmpty()) {
			stop();
		}
	}

	synchronized void stop() {
		if (this.thread != null) {
			this.thread.interrupt();
			this.thread = null;
		}
	}

	private void run() {
		try {
			while (true) {
				TableVersion version = this.queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
				if (version != null) {
					tell(version);
				}
				else {
					look();
				}
			}
		}
		catch (InterruptedException ex) {
			// The last listener left, or the table was closed.
		}
	}

	private void look() {
		try {
			this.look.run();
		}
		catch (StoreException ex) {
			logger.warn("New versions of other processes could not be looked for", ex);
		}
	}

	private void tell(TableVersion version) {
		for (ChangeListener listener : this.listeners) {
			try {
				listener.changed(version);
			}
			catch (RuntimeException | Error ex) {
				logger.warn("A listener failed on version {}", version.version(), ex);
			}
		}
	}

}

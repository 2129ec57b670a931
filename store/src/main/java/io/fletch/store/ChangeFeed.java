package io.fletch.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.error.StoreException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.version.TableVersion;

/**
 * Tells listeners of new versions, from a thread of its own that lives as long as there
 * are listeners and the table is there. Versions of other processes are looked for at
 * every pause. What the queue could not take, and what a reopened log did not tell, is
 * read from the history.
 */
final class ChangeFeed {

	/** How many versions wait in memory; the history has the others. */
	static final int CAPACITY = 1024;

	private static final Logger logger = LoggerFactory.getLogger(ChangeFeed.class);

	private static final Duration PAUSE = Duration.ofMillis(500);

	private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();

	private final BlockingQueue<TableVersion> queue = new ArrayBlockingQueue<>(CAPACITY);

	private final History history;

	private volatile @Nullable Thread thread;

	/**
	 * Makes a feed without listeners.
	 * @param history the versions of the table
	 */
	ChangeFeed(History history) {
		this.history = history;
	}

	/**
	 * Takes a version that became known. If there is no room, the history tells it later.
	 */
	void offer(TableVersion version) {
		if (isRunning()) {
			this.queue.offer(version);
		}
	}

	synchronized void add(ChangeListener listener) {
		this.listeners.add(listener);
		if (this.thread == null) {
			this.queue.clear();
			TableVersion known = this.history.known();
			Thread started = Thread.ofVirtual().name("fletch-changes").unstarted(() -> run(known));
			this.thread = started;
			started.start();
		}
	}

	synchronized void remove(ChangeListener listener) {
		this.listeners.remove(listener);
		if (this.listeners.isEmpty()) {
			stop();
		}
	}

	synchronized void stop() {
		Thread running = this.thread;
		this.thread = null;
		if (running != null) {
			running.interrupt();
		}
	}

	/**
	 * Tells whether somebody is told of new versions.
	 */
	boolean isRunning() {
		return this.thread != null;
	}

	private void run(TableVersion known) {
		TableVersion last = known;
		try {
			// A listener may have swallowed the interrupt.
			while (this.thread == Thread.currentThread()) {
				TableVersion version = this.queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
				last = next(last, version);
			}
		}
		catch (InterruptedException ex) {
			// The last listener left, or the table was closed.
		}
		catch (TableNotFoundException ex) {
			logger.debug("The table was dropped or renamed, so its listeners hear no more");
		}
		finally {
			end();
		}
	}

	/**
	 * Tells of a version of the queue, or of those that other processes made. What cannot
	 * be read now is looked for again.
	 */
	private TableVersion next(TableVersion last, @Nullable TableVersion version) {
		try {
			return (version != null) ? follow(last, version) : look(last);
		}
		catch (TableNotFoundException ex) {
			throw ex;
		}
		catch (StoreException ex) {
			if (isRunning()) {
				logger.warn("New versions could not be looked for", ex);
			}
			return last;
		}
	}

	private synchronized void end() {
		if (this.thread == Thread.currentThread()) {
			this.thread = null;
		}
	}

	/**
	 * Tells of a version of the queue, and first of those before it that are not known
	 * yet.
	 */
	private TableVersion follow(TableVersion last, TableVersion version) {
		TableVersion before = (version.version() > last.version() + 1) ? tellMissing(last, version.version()) : last;
		// A version that was cut off with a torn log is made again, later.
		if (version.version() > before.version() || version.timestamp().isAfter(before.timestamp())) {
			tell(version);
			return version;
		}
		return before;
	}

	private TableVersion look(TableVersion last) {
		TableVersion latest = this.history.look();
		return (this.queue.isEmpty() && latest.version() > last.version()) ? tellMissing(last, latest.version() + 1)
				: last;
	}

	private TableVersion tellMissing(TableVersion last, long end) {
		TableVersion told = last;
		for (TableVersion version : this.history.versions()) {
			if (version.version() > told.version() && version.version() < end) {
				tell(version);
				told = version;
			}
		}
		return told;
	}

	private void tell(TableVersion version) {
		for (ChangeListener listener : this.listeners) {
			try {
				listener.changed(version);
			}
			catch (RuntimeException | Error ex) {
				// Whatever a listener of the application throws, the others hear of it.
				logger.warn("A listener failed on version {}", version.version(), ex);
			}
		}
	}

	/**
	 * The versions of a table.
	 */
	interface History {

		/**
		 * Returns the latest version that is known without looking.
		 */
		TableVersion known();

		/**
		 * Looks for versions of other processes, and returns the latest.
		 * @throws TableNotFoundException if the table was dropped
		 */
		TableVersion look();

		/**
		 * Lists the versions, oldest first.
		 */
		List<TableVersion> versions();

	}

}

package io.fletch.context.ingestion;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that something changed in some folders, not what: whoever is told looks. Where
 * the file system cannot tell, it waits for the time to pass.
 */
final class FolderEvents implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(FolderEvents.class);

	private final Map<Path, WatchKey> keys = new HashMap<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private volatile @Nullable WatchService service;

	private boolean complained;

	/**
	 * Watches these folders, and no others, from now on.
	 */
	void watch(List<Path> folders) {
		try {
			WatchService watching = (this.service != null) ? this.service : open();
			forgetAllBut(folders);
			for (Path folder : folders) {
				if (!this.keys.containsKey(folder)) {
					this.keys.put(folder, folder.register(watching, StandardWatchEventKinds.ENTRY_CREATE,
							StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE));
				}
			}
		}
		catch (ClosedWatchServiceException ex) {
			logger.debug("Closed while folders were looked at");
		}
		catch (IOException | UnsupportedOperationException ex) {
			if (!this.complained) {
				this.complained = true;
				logger.warn("Changes in folders cannot all be told ({}); they are looked at from time to time instead",
						ex.toString());
			}
		}
	}

	private WatchService open() throws IOException {
		WatchService opened = FileSystems.getDefault().newWatchService();
		this.service = opened;
		if (this.closed.getCount() == 0) {
			opened.close();
		}
		return opened;
	}

	private void forgetAllBut(List<Path> folders) {
		Set<Path> watched = new HashSet<>(folders);
		this.keys.entrySet().removeIf((entry) -> {
			if (!watched.contains(entry.getKey())) {
				entry.getValue().cancel();
			}
			// A folder that was deleted and made anew has a new key.
			return !entry.getValue().isValid();
		});
	}

	/**
	 * Waits until something changes, or this is closed.
	 * @return whether something did before the time was over
	 */
	boolean await(Duration time) {
		WatchService watching = this.service;
		if (watching == null) {
			pause(time);
			return false;
		}
		try {
			WatchKey key = watching.poll(Patience.nanos(time), TimeUnit.NANOSECONDS);
			boolean changed = key != null;
			while (key != null) {
				key.pollEvents();
				key.reset();
				key = watching.poll();
			}
			return changed;
		}
		catch (ClosedWatchServiceException ex) {
			// Begins anew with the next look, unless this is closed.
			this.service = null;
			this.keys.clear();
			return true;
		}
		catch (InterruptedException ex) {
			// Nobody interrupts this thread but to make it look.
			return true;
		}
	}

	/**
	 * Waits for some time, or until this is closed.
	 */
	void pause(Duration time) {
		try {
			if (this.closed.await(Patience.nanos(time), TimeUnit.NANOSECONDS)) {
				logger.debug("Closed while waiting");
			}
		}
		catch (InterruptedException ex) {
			logger.debug("Interrupted while waiting", ex);
		}
	}

	@Override
	public void close() {
		this.closed.countDown();
		WatchService watching = this.service;
		try {
			if (watching != null) {
				watching.close();
			}
		}
		catch (IOException ex) {
			logger.debug("The watch of folders could not be closed", ex);
		}
	}

}

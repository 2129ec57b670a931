package io.fletch.context.ingestion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.Database;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;

/**
 * The sources of a pipeline: which are watched, and which is synchronised now.
 */
final class Sources {

	private static final Logger logger = LoggerFactory.getLogger(Sources.class);

	private final IngestionPipeline pipeline;

	/** The real paths of the folders that no source may list. */
	private final Set<Path> ownFolders;

	/** One source is synchronised at a time. Never taken under the pipeline's lock. */
	private final ReentrantLock synchronising = new ReentrantLock();

	private final Set<FolderWatch> watches = ConcurrentHashMap.newKeySet();

	Sources(IngestionPipeline pipeline, Set<Path> ownFolders) {
		this.pipeline = pipeline;
		this.ownFolders = ownFolders;
	}

	/**
	 * Returns the real paths of the folders that no source may list.
	 */
	static Set<Path> ownFolders(Database database, Path files) {
		Set<Path> folders = new HashSet<>();
		try {
			folders.add(files.toRealPath());
			folders.add(database.directory().toRealPath());
		}
		catch (InvalidInputException ex) {
			logger.debug("A database in memory has no folder", ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return Set.copyOf(folders);
	}

	SyncReport sync(DocumentSource source, SyncMode mode) {
		requireNotWatchedOtherwise(source);
		return sync((source instanceof FolderSource folder) ? readable(folder) : source, mode, () -> false, List.of());
	}

	private FolderSource readable(FolderSource folder) {
		return folder.readable(this.pipeline::isReadable, this.ownFolders);
	}

	/**
	 * Refuses a source of the name of a watch that is not the same: each would remove
	 * what the other has.
	 */
	private void requireNotWatchedOtherwise(DocumentSource source) {
		for (FolderWatch watch : this.watches) {
			FolderSource watched = watch.folder();
			if (watched.name().equals(source.name()) && !watched.isSame(source)) {
				throw new IllegalStateException("A source of the name '" + source.name()
						+ "' is watched, with other patterns or another prefix. Give one of them a name of its own by"
						+ " named(), or close the watch");
			}
		}
	}

	/**
	 * Synchronises a source.
	 * @param kept names of documents that are not to be taken for gone
	 */
	private SyncReport sync(DocumentSource source, SyncMode mode, BooleanSupplier stopped, Collection<String> kept) {
		try {
			this.synchronising.lockInterruptibly();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancelledException("The synchronisation of '" + source.name()
					+ "' was interrupted while it waited for another one. Nothing was done", ex);
		}
		try {
			return new Synchronisation(this.pipeline, source, mode, stopped).keeping(kept).run();
		}
		finally {
			this.synchronising.unlock();
		}
	}

	FolderWatch watch(FolderSource folder, SyncMode mode, WatchTiming timing) {
		FolderWatch watch = new FolderWatch(this, this::sync, readable(folder), mode, timing);
		this.pipeline.jobList().lock().lock();
		try {
			this.pipeline.jobList().requireOpen();
			requireNotWatched(folder);
			this.watches.add(watch);
		}
		finally {
			this.pipeline.jobList().lock().unlock();
		}
		watch.start();
		return watch;
	}

	private void requireNotWatched(FolderSource folder) {
		if (this.watches.stream().anyMatch((watch) -> watch.folder().name().equals(folder.name()))) {
			throw new IllegalStateException("A source of the name '" + folder.name()
					+ "' is watched already. Give one of them a name of its own by named(), or close the other watch");
		}
	}

	/**
	 * Forgets a watch, and wakes its synchronisation so that it notices its end.
	 */
	void forget(FolderWatch watch) {
		this.watches.remove(watch);
		this.pipeline.jobList().lock().lock();
		try {
			this.pipeline.jobList().wake();
		}
		finally {
			this.pipeline.jobList().lock().unlock();
		}
	}

	long maxBytes() {
		return this.pipeline.maxBytes();
	}

	/**
	 * Asks all watches to end soon.
	 */
	void stop() {
		this.watches.forEach(FolderWatch::stop);
	}

	/**
	 * Ends all watches.
	 */
	void close() {
		this.watches.forEach(FolderWatch::close);
	}

}

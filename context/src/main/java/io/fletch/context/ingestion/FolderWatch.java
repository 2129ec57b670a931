package io.fletch.context.ingestion;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.context.ingestion.FolderSource.Listing;
import io.fletch.context.ingestion.FolderSource.Stamp;
import io.fletch.context.reading.UnreadableDocumentException;
import io.fletch.store.error.CancelledException;

/**
 * Keeps a folder and the documents in step: looks at the folder when it begins, whenever
 * the file system tells of a change, and from time to time, and synchronises what changed
 * once it has settled. A folder that is gone removes nothing; it is looked for until it
 * is back. Safe for use by several threads at once.
 */
public final class FolderWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(FolderWatch.class);

	private static final int CLOSE_SECONDS = 10;

	private final Sources sources;

	private final Run sync;

	private final FolderSource folder;

	private final SyncMode mode;

	private final WatchTiming timing;

	private final FolderEvents events = new FolderEvents();

	private final Thread thread;

	/** What was read of each file, so that only what changed is read again. */
	private final Map<String, Content> read = new HashMap<>();

	private Map<String, Stamp> before = Map.of();

	/** When the last run ended, as {@link System#nanoTime()} says it. */
	private long synchronised;

	/** Whether no synchronisation has seen the whole folder yet. */
	private boolean isFirst = true;

	private volatile boolean stopped;

	private volatile @Nullable SyncReport lastReport;

	private volatile @Nullable String failure;

	FolderWatch(Sources sources, Run sync, FolderSource folder, SyncMode mode, WatchTiming timing) {
		this.sources = sources;
		this.sync = sync;
		this.folder = folder;
		this.mode = mode;
		this.timing = timing;
		this.thread = Thread.ofPlatform()
			.daemon()
			.name("fletch-watch-" + folder.folder().getFileName())
			.unstarted(this::run);
	}

	FolderSource folder() {
		return this.folder;
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Returns what the last synchronisation did.
	 * @return its report; empty before the first one has ended
	 */
	public Optional<SyncReport> lastReport() {
		return Optional.ofNullable(this.lastReport);
	}

	/**
	 * Says why the folder cannot be kept in step at the moment.
	 * @return the reason; empty while all is well
	 */
	public Optional<String> failure() {
		return Optional.ofNullable(this.failure);
	}

	private void run() {
		while (!this.stopped) {
			boolean settled = look(isRetryDue());
			// However busy the folder is, it is not looked at more often than this.
			this.events.pause(this.timing.settling());
			if (settled) {
				this.events.await(this.timing.rescan());
			}
		}
	}

	/**
	 * Says whether it is time to try again what failed, whatever else happens.
	 */
	private boolean isRetryDue() {
		SyncReport report = this.lastReport;
		return report != null && !report.failed().isEmpty()
				&& System.nanoTime() - this.synchronised >= Patience.nanos(this.timing.rescan());
	}

	/**
	 * Looks at the folder and does what is to be done.
	 * @return whether nothing is to be looked at again soon
	 */
	private boolean look(boolean retry) {
		try {
			Listing listing = this.folder.list();
			this.events.watch(listing.folders());
			Map<String, Stamp> now = listing.files();
			Map<String, Stamp> earlier = this.before;
			this.before = now;
			boolean settled = now.equals(earlier);
			if (retry || isFirst(settled) || hasChanges(now, earlier)) {
				synchronise(now, earlier);
			}
			recovered();
			return settled;
		}
		catch (IOException | RuntimeException | Error ex) {
			// A watch outlives whatever one look at the folder throws, and tells it.
			return failed(ex);
		}
	}

	private boolean isFirst(boolean settled) {
		return this.isFirst && settled;
	}

	private boolean hasChanges(Map<String, Stamp> now, Map<String, Stamp> earlier) {
		boolean changed = now.entrySet()
			.stream()
			.anyMatch((file) -> file.getValue().equals(earlier.get(file.getKey())) && !isRead(file));
		return changed
				|| this.read.keySet().stream().anyMatch((name) -> !now.containsKey(name) && !earlier.containsKey(name));
	}

	private boolean isRead(Map.Entry<String, Stamp> file) {
		Content content = this.read.get(file.getKey());
		return content != null && content.stamp().equals(file.getValue());
	}

	private void synchronise(Map<String, Stamp> now, Map<String, Stamp> earlier) {
		Map<String, Stamp> files = new TreeMap<>(now);
		// What has just gone may come back: editors save by removing and renaming.
		earlier.forEach((name, stamp) -> files.putIfAbsent(name, stamp));
		Set<String> moving = new HashSet<>(files.keySet());
		moving.removeIf((name) -> Objects.equals(now.get(name), earlier.get(name)));
		// What cannot be read yet must not be taken for gone.
		Set<String> unknown = new HashSet<>(moving);
		unknown.removeAll(this.read.keySet());
		files.keySet().removeAll(unknown);
		Look look = new Look(files, moving);
		this.lastReport = this.sync.sync(look, mode(), () -> this.stopped,
				unknown.stream().map(this.folder::documentName).toList());
		this.synchronised = System.nanoTime();
		this.read.putAll(look.fresh);
		this.read.keySet().retainAll(files.keySet());
		this.isFirst = !unknown.isEmpty() && this.mode == SyncMode.FULL;
	}

	private SyncMode mode() {
		// Everything is read anew once, not with each change.
		return (this.mode == SyncMode.NONE && !this.isFirst) ? SyncMode.INCREMENTAL : this.mode;
	}

	private void recovered() {
		if (this.failure != null) {
			logger.info("The folder {} can be kept in step again", this.folder.name());
			this.failure = null;
		}
	}

	private boolean failed(Throwable thrown) {
		if (!this.stopped) {
			String reason = Objects.requireNonNullElse(thrown.getMessage(), thrown.toString());
			if (!reason.equals(this.failure)) {
				logger.warn("The folder {} cannot be kept in step, which is tried again every {}: {}",
						this.folder.name(), this.timing.rescan(), reason);
			}
			this.failure = reason;
		}
		return true;
	}

	/**
	 * Asks to end soon.
	 */
	void stop() {
		this.stopped = true;
		this.events.close();
	}

	/**
	 * Ends the watch, and a synchronisation that is under way. What it has submitted is
	 * ingested all the same.
	 */
	@Override
	public void close() {
		stop();
		this.sources.forget(this);
		if (Thread.currentThread() != this.thread && !Patience.of(CLOSE_SECONDS, TimeUnit.SECONDS).join(this.thread)) {
			logger.warn("The watch of {} does not end yet", this.folder.name());
		}
	}

	/**
	 * What a file held when it was read.
	 *
	 * @param stamp how the file looked
	 * @param sha256 the hash of its bytes; {@code null} if it is too large to be read
	 */
	private record Content(Stamp stamp, @Nullable String sha256) {
	}

	/**
	 * Does one synchronisation.
	 */
	@FunctionalInterface
	interface Run {

		/**
		 * Synchronises a source.
		 * @param kept names of documents that are not to be taken for gone
		 */
		SyncReport sync(DocumentSource source, SyncMode mode, BooleanSupplier stopped, Collection<String> kept);

	}

	/**
	 * The folder as it was seen.
	 */
	private final class Look implements DocumentSource {

		private final Map<String, Stamp> files;

		private final Set<String> moving;

		/** What was read for this run, which counts once the run has ended well. */
		private final Map<String, Content> fresh = new HashMap<>();

		Look(Map<String, Stamp> files, Set<String> moving) {
			this.files = files;
			this.moving = moving;
		}

		@Override
		public String name() {
			return FolderWatch.this.folder.name();
		}

		@Override
		public Stream<SourceDocument> documents() {
			return this.files.entrySet().stream().map(this::document);
		}

		private SourceDocument document(Map.Entry<String, Stamp> file) {
			Content known = FolderWatch.this.read.get(file.getKey());
			if (known != null && (this.moving.contains(file.getKey()) || known.stamp().equals(file.getValue()))) {
				return FolderWatch.this.folder.document(file.getKey(), known.sha256());
			}
			SourceDocument document = FolderWatch.this.folder.document(file.getKey(), null);
			try {
				String sha256 = document.hash(FolderWatch.this.sources.maxBytes(), this::requireGoing);
				this.fresh.put(file.getKey(), new Content(file.getValue(), sha256));
				return FolderWatch.this.folder.document(file.getKey(), sha256);
			}
			catch (UnreadableDocumentException ex) {
				this.fresh.put(file.getKey(), new Content(file.getValue(), null));
				return document;
			}
			catch (IOException ex) {
				// Whoever opens it is told the same, and tells.
				return document;
			}
		}

		private void requireGoing() {
			if (FolderWatch.this.stopped) {
				throw new CancelledException("The watch of '" + name() + "' was closed", null);
			}
		}

	}

}

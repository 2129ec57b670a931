package io.fletch.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.activity.ActivityKind;
import io.fletch.store.data.DataFile;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.ConflictException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.table.Compaction;
import io.fletch.store.table.CompactionPlan;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Leases;
import io.fletch.store.table.Manifest;
import io.fletch.store.version.CleanupPolicy;
import io.fletch.store.version.CleanupReport;

/**
 * Keeps a table small and fast: joins fragments, writes checkpoints, takes old versions.
 */
final class Upkeep {

	private static final Logger logger = LoggerFactory.getLogger(Upkeep.class);

	/** How much log may lie behind the last checkpoint before a new one is due. */
	private static final long MAX_TAIL_BYTES = 4L << 20;

	/** How much log is worth a checkpoint when upkeep is done anyway. */
	private static final long CHECKPOINT_BYTES = 64L << 10;

	private static final Duration CLEANUP_PAUSE = Duration.ofHours(1);

	private static final int MAX_ATTEMPTS = 5;

	private final OpenTable table;

	private final OpenTable.Background background;

	private final Clock clock;

	private final AtomicBoolean running = new AtomicBoolean();

	private final ReentrantLock compacting = new ReentrantLock();

	private volatile Instant lastCleanup;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private boolean renewing;

	private volatile long lastSeen;

	Upkeep(OpenTable table, OpenTable.Background background, Clock clock) throws IOException {
		this.table = table;
		this.background = background;
		this.clock = clock;
		this.lastCleanup = table.committer().lastCleanup();
	}

	void startIfDue(Manifest manifest) {
		boolean compaction = this.background.upkeep().compaction()
				&& (CompactionPlan.isDue(manifest) || this.table.indexing().isDue(manifest));
		if (compaction || this.table.committer().tailBytes() > MAX_TAIL_BYTES) {
			start();
		}
		else {
			startIfCleanupDue();
		}
	}

	/**
	 * Cleans up if nobody has for long: a process may not live until its first hour ends.
	 */
	void startIfCleanupDue() {
		if (isCleanupDue()) {
			start();
		}
	}

	private void start() {
		if (this.running.compareAndSet(false, true)) {
			try {
				this.background.executor().execute(this::run);
			}
			catch (RejectedExecutionException ex) {
				// The database is closing; the next process that writes will see to it.
				this.running.set(false);
			}
		}
	}

	private boolean isCleanupDue() {
		return this.background.upkeep().cleanup() != null
				&& this.lastCleanup.plus(CLEANUP_PAUSE).isBefore(this.clock.instant());
	}

	private void run() {
		try {
			Manifest manifest = this.table.committer().latest();
			if (this.background.upkeep().compaction() && CompactionPlan.isDue(manifest)) {
				compactInBackground();
			}
			if (this.background.upkeep().compaction()) {
				this.table.indexing().extendThoseDue();
			}
			this.table.committer().checkpointBeyond(CHECKPOINT_BYTES);
			Leftovers.removeFromTable(this.table.storage(), this.clock.instant());
			CleanupPolicy policy = this.background.upkeep().cleanup();
			if (policy != null && isCleanupDue()) {
				this.lastCleanup = this.table.committer().lastCleanup();
			}
			if (policy != null && isCleanupDue()) {
				cleanup(policy, false);
			}
		}
		catch (TableNotFoundException ex) {
			logger.debug("The table '{}' was dropped before its upkeep was done", this.table.name());
		}
		catch (AccessDeniedException | ReadOnlyFileSystemException ex) {
			logger.debug("Nobody may write to the table '{}' from here, so others keep it up", this.table.name(), ex);
		}
		catch (IOException | RuntimeException ex) {
			if (this.table.isOpen()) {
				// Nothing is lost: the table is as it was, and the next write tries
				// again.
				logger.warn("The upkeep of the table '{}' failed", this.table.name(), ex);
			}
		}
		finally {
			this.running.set(false);
		}
		lookAgain();
	}

	private void compactInBackground() throws IOException {
		try {
			compact(CompactionPlan::background);
		}
		catch (ConflictException ex) {
			logger.debug("Others changed what was to be compacted of the table '{}'; the next write tries again",
					this.table.name(), ex);
		}
	}

	/**
	 * Does what became due while this ran, if it made a difference at all.
	 */
	private void lookAgain() {
		Manifest now = this.table.committer().known();
		if (this.table.isOpen() && now.version() != this.lastSeen) {
			this.lastSeen = now.version();
			startIfDue(now);
		}
	}

	/**
	 * Joins fragments.
	 * @param choice chooses groups of neighbouring fragments, each to become one
	 */
	OptimizeReport compact(Function<Manifest, List<List<Fragment>>> choice) throws IOException {
		this.compacting.lock();
		try {
			for (int attempt = 1;; attempt++) {
				try {
					return compactOnce(choice);
				}
				catch (ConflictException ex) {
					if (attempt == MAX_ATTEMPTS) {
						throw ex;
					}
				}
			}
		}
		finally {
			this.compacting.unlock();
		}
	}

	private OptimizeReport compactOnce(Function<Manifest, List<List<Fragment>>> choice) throws IOException {
		Manifest manifest = this.table.committer().latest();
		List<List<Fragment>> groups = choice.apply(manifest);
		if (groups.isEmpty()) {
			return OptimizeReport.nothing(manifest.version());
		}
		return this.table.activities().run(ActivityKind.COMPACTION, "", () -> compact(manifest, groups));
	}

	private OptimizeReport compact(Manifest manifest, List<List<Fragment>> groups) throws IOException {
		Compaction compaction = Compaction.prepare(this.table.storage(), manifest, groups);
		Manifest made = commit(compaction);
		compaction.discardRest(this.table.storage());
		List<DataFile> before = compaction.sources().flatMap((source) -> source.files().stream()).toList();
		return new OptimizeReport(made.version(), compaction.sources().count(), compaction.files().size(),
				before.size(), compaction.files().size());
	}

	private Manifest commit(Compaction compaction) throws IOException {
		try {
			return this.table.commitAsItIs(compaction);
		}
		catch (CommitUnknownException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			// Whatever it was, the files of the compaction go, and it is thrown on.
			compaction.discard(this.table.storage());
			throw ex;
		}
	}

	CleanupReport cleanup(CleanupPolicy policy, boolean dryRun) throws IOException {
		this.lastCleanup = this.clock.instant();
		if (dryRun) {
			return this.table.committer().cleanup(policy, this.table.leases(), true);
		}
		return this.table.activities()
			.run(ActivityKind.CLEANUP, "", () -> this.table.committer().cleanup(policy, this.table.leases(), false));
	}

	/**
	 * Renews the lease of pinned versions from time to time.
	 */
	synchronized void renewLeases() {
		if (!this.renewing) {
			this.renewing = true;
			Thread.ofVirtual().name("fletch-leases").start(() -> {
				try {
					while (!this.stopped.await(Leases.RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
						this.table.leases().renew();
					}
				}
				catch (InterruptedException ex) {
					// Nobody interrupts this thread; if somebody does, it is to end.
				}
			});
		}
	}

	void stop() {
		this.stopped.countDown();
	}

}

package io.fletch.store.table;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.Storage;

/**
 * The one place where a table changes. Threads of this process queue; the first of them
 * commits for all that wait, with one write and one sync. Processes take turns by the
 * table's lock file. A commit has one of three outcomes: done; not done, told by any
 * exception but one; unknown, told by {@link CommitUnknownException}, after which this
 * object refuses to commit.
 */
public final class Committer implements AutoCloseable {

	private final Storage storage;

	private final Clock clock;

	private final TableLog log;

	private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();

	private final ReentrantLock turn = new ReentrantLock();

	private volatile @Nullable Throwable failure;

	private Committer(Storage storage, Clock clock, TableLog log) {
		this.storage = storage;
		this.clock = clock;
		this.log = log;
	}

	/**
	 * Writes the files of a new, empty table.
	 * @param storage the folder of the table
	 * @param schema the schema
	 * @param clock gives the time of the version
	 * @throws IOException if a file cannot be written
	 */
	public static void create(Storage storage, Schema schema, Clock clock) throws IOException {
		createFrom(storage, new Manifest(0, 0, schema, List.of(), 0, 0), clock);
	}

	/**
	 * Writes the log of a new table whose first version holds what a version of another
	 * table does. The data files must be in place.
	 * @param storage the folder of the table
	 * @param content the version of the other table
	 * @param clock gives the time of the version
	 * @throws IOException if a file cannot be written
	 */
	public static void createFrom(Storage storage, Manifest content, Clock clock) throws IOException {
		TableLog.create(storage, content, micros(clock));
	}

	/**
	 * Opens a table.
	 * @param storage the folder of the table
	 * @param clock gives the times of new versions
	 * @return the committer of the table
	 * @throws IOException if a file cannot be read
	 */
	public static Committer open(Storage storage, Clock clock) throws IOException {
		return new Committer(storage, clock, TableLog.open(storage));
	}

	/**
	 * Returns the latest version, whichever process wrote it.
	 * @return the latest version
	 * @throws IOException if the log cannot be read
	 */
	public Manifest latest() throws IOException {
		return this.log.catchUp();
	}

	/**
	 * Returns the latest version that this process knows, without looking for others.
	 * @return a version
	 */
	public Manifest known() {
		return this.log.latest();
	}

	/**
	 * Commits a transaction. When this returns, it is durable.
	 * @param transaction the transaction
	 * @return the commit
	 * @throws IOException if the change could not be worked out or written; nothing was
	 * changed
	 * @throws CommitUnknownException if the disk failed so that the outcome is unknown
	 * @throws CancelledException if the calling thread was interrupted before its turn
	 * came; nothing was changed
	 */
	public Commit commit(Transaction transaction) throws IOException {
		Pending pending = new Pending(transaction);
		this.queue.add(pending);
		this.turn.lock();
		try {
			if (!pending.isDecided()) {
				commitAll();
			}
		}
		finally {
			this.turn.unlock();
		}
		return pending.outcome();
	}

	/**
	 * Tells whether commits are possible: whether the table was neither dropped nor left
	 * by a commit of unknown outcome.
	 * @return whether they are
	 * @throws IOException if it cannot be told
	 */
	public boolean isUsable() throws IOException {
		return this.failure == null && this.log.isInPlace();
	}

	/**
	 * Returns how much log lies behind the last checkpoint.
	 * @return the length in bytes
	 */
	public long tailBytes() {
		return this.log.tailBytes();
	}

	/**
	 * Writes a checkpoint if the log behind the last one has grown beyond a length.
	 * @param bytes the length
	 * @throws IOException if a file cannot be written
	 */
	public void checkpointBeyond(long bytes) throws IOException {
		this.turn.lock();
		try {
			requireUsable();
			if (this.log.tailBytes() > bytes) {
				try (Storage.StorageLock lock = this.storage.lock(TableFiles.LOCK)) {
					this.log.catchUp();
					if (this.log.tailBytes() > bytes) {
						this.log.checkpoint();
					}
				}
			}
		}
		finally {
			this.turn.unlock();
		}
	}

	private void commitAll() {
		List<Pending> group = new ArrayList<>();
		for (Pending pending = this.queue.poll(); pending != null; pending = this.queue.poll()) {
			group.add(pending);
		}
		try (Storage.StorageLock lock = this.storage.lock(TableFiles.LOCK)) {
			requireUsable();
			commitGroup(group);
		}
		catch (IOException | RuntimeException ex) {
			group.forEach((pending) -> pending.fail(ex));
		}
		catch (Error ex) {
			// The others of the group must not take silence for success.
			group.forEach((pending) -> pending.fail(new StoreException("The commit failed", ex)));
			throw ex;
		}
	}

	private void commitGroup(List<Pending> group) throws IOException {
		Manifest manifest = this.log.catchUp();
		List<LogRecord> records = new ArrayList<>();
		List<Pending> applied = new ArrayList<>();
		for (Pending pending : group) {
			try {
				pending.requireNotInterrupted();
				Change change = pending.transaction.apply(manifest);
				LogRecord logRecord = number(pending.transaction.operation(), change, manifest);
				manifest = manifest.apply(logRecord);
				records.add(logRecord);
				pending.prepare(new Commit(manifest, change));
				applied.add(pending);
			}
			catch (IOException | RuntimeException ex) {
				pending.fail(ex);
			}
			catch (StackOverflowError | OutOfMemoryError ex) {
				pending.fail(new StoreException("The change is too large to be worked out", ex));
			}
		}
		if (!records.isEmpty()) {
			append(records, manifest, applied);
		}
	}

	private void append(List<LogRecord> records, Manifest next, List<Pending> applied) {
		try {
			IOException refused = this.log.append(records, next);
			applied.forEach((pending) -> pending.decide(refused));
		}
		catch (IOException | Error ex) {
			this.failure = ex;
			throw new CommitUnknownException(
					"The disk failed during a commit, so that its outcome is unknown. Open the table anew and look.",
					ex);
		}
	}

	private LogRecord number(Operation operation, Change change, Manifest latest) {
		long nextRowId = latest.nextRowId();
		int nextFragmentId = latest.nextFragmentId();
		List<Fragment> added = new ArrayList<>();
		Map<Integer, RoaringBitmap> deletions = new HashMap<>(change.deletions());
		for (Change.NewRows rows : change.added()) {
			if (!rows.deletions().isEmpty()) {
				deletions.put(nextFragmentId, rows.deletions());
			}
			added.add(rows.toFragment(nextFragmentId++, nextRowId));
			nextRowId += rows.takesNewIds() ? rows.rowCount() : 0;
		}
		long timestamp = Math.max(micros(this.clock), latest.timestamp());
		return new LogRecord(operation, latest.version() + 1, timestamp, nextRowId, nextFragmentId, change.removed(),
				added, deletions, null);
	}

	private void requireUsable() {
		if (this.failure != null) {
			throw new StoreException(
					"The table refuses to commit since the disk failed during an earlier commit; " + "open it anew",
					this.failure);
		}
	}

	private static long micros(Clock clock) {
		Instant now = clock.instant();
		return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
	}

	@Override
	public void close() throws IOException {
		this.turn.lock();
		try {
			this.log.close();
		}
		finally {
			this.turn.unlock();
		}
	}

	/**
	 * A transaction in the queue and, in the end, its outcome. Guarded by the turn.
	 */
	private static final class Pending {

		private final Transaction transaction;

		private final Thread thread = Thread.currentThread();

		private boolean decided;

		private @Nullable Commit commit;

		private @Nullable Exception failure;

		Pending(Transaction transaction) {
			this.transaction = transaction;
		}

		void requireNotInterrupted() {
			if (this.thread.isInterrupted()) {
				throw new CancelledException(
						"The write was cancelled by an interrupt of its thread; nothing was changed");
			}
		}

		void prepare(Commit prepared) {
			this.commit = prepared;
		}

		void decide(@Nullable Exception refused) {
			if (!this.decided) {
				this.decided = true;
				this.failure = refused;
			}
		}

		void fail(Exception ex) {
			decide(ex);
		}

		boolean isDecided() {
			return this.decided;
		}

		Commit outcome() throws IOException {
			if (this.failure instanceof IOException ex) {
				throw new IOException(ex.getMessage(), ex);
			}
			if (this.failure instanceof RuntimeException ex) {
				throw ex;
			}
			if (this.commit == null || !this.decided) {
				throw new IllegalStateException("A transaction without outcome");
			}
			return this.commit;
		}

	}

}

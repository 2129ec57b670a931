package io.fletch.store.table;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.Storage;
import io.fletch.store.version.CleanupPolicy;
import io.fletch.store.version.CleanupReport;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;
import io.fletch.store.version.TableVersion;
import io.fletch.store.version.VerificationReport;

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

	private final Queue<PendingCommit> queue = new ConcurrentLinkedQueue<>();

	private final ReentrantLock turn = new ReentrantLock();

	private volatile @Nullable Throwable failure;

	private volatile boolean closed;

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
		TableLog.create(storage, schema, clock.instant().truncatedTo(ChronoUnit.MICROS));
	}

	/**
	 * Writes the files of a new table that begins with rows.
	 * @param storage the folder of the table
	 * @param schema the schema, whose fields carry their ids
	 * @param rows the rows, whose data files are in place
	 * @param clock gives the time of the version
	 * @throws IOException if a file cannot be written
	 */
	public static void create(Storage storage, Schema schema, List<Change.NewRows> rows, Clock clock)
			throws IOException {
		List<Fragment> fragments = new ArrayList<>();
		long rowId = 0;
		for (Change.NewRows added : rows) {
			fragments.add(added.toFragment(fragments.size(), rowId));
			rowId += added.rowCount();
		}
		TableVersion first = new TableVersion(1, clock.instant().truncatedTo(ChronoUnit.MICROS), Operation.CREATE,
				new RowCounts(rowId, 0, 0));
		TableLog.create(storage, new Manifest(first, schema, fragments,
				new Sequences(rowId, fragments.size(), FieldIds.next(schema)), List.of()));
	}

	/**
	 * Writes the files of a new table that begins, as version 1, with a version of
	 * another, whose data files it has already.
	 * @param storage the folder of the new table
	 * @param content the version
	 * @param clock gives the time of the version
	 * @throws IOException if a file cannot be written
	 */
	public static void createFrom(Storage storage, Manifest content, Clock clock) throws IOException {
		TableVersion first = new TableVersion(1, clock.instant().truncatedTo(ChronoUnit.MICROS), Operation.CLONE,
				RowCounts.NONE);
		TableLog.create(storage,
				new Manifest(first, content.schema(), content.fragments(), content.next(), content.indexes()));
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
	 * Returns an older version.
	 * @param version the number of the version
	 * @return the version
	 * @throws IOException if a file cannot be read
	 * @throws io.fletch.store.error.VersionNotFoundException if there was none, or it was
	 * cleaned up
	 */
	public Manifest at(long version) throws IOException {
		Manifest latest = latest();
		TableHistory history = new TableHistory(this.storage);
		return (latest.version() == version) ? latest : history.settled(() -> history.at(version));
	}

	/**
	 * Lists the versions that can be read.
	 * @return the versions, oldest first
	 * @throws IOException if a file cannot be read
	 */
	public List<TableVersion> versions() throws IOException {
		TableHistory history = new TableHistory(this.storage);
		return history.settled(history::versions);
	}

	/**
	 * Lets somebody know of every version that this process makes or comes to know of, in
	 * their order.
	 * @param observer who is told; must return at once and not use the table
	 */
	public void observe(VersionObserver observer) {
		this.log.observe(observer);
	}

	/**
	 * Commits a transaction. When this returns, it is durable.
	 * @param transaction the transaction
	 * @return the version made
	 * @throws IOException if the change could not be worked out or written; nothing was
	 * changed
	 * @throws CommitUnknownException if the disk failed so that the outcome is unknown
	 * @throws CancelledException if the calling thread was interrupted before; nothing
	 * was changed
	 */
	public Manifest commit(Transaction transaction) throws IOException {
		PendingCommit pending = new PendingCommit(transaction, Thread.currentThread());
		this.queue.add(pending);
		boolean interrupted = false;
		while (!pending.isDecided()) {
			if (this.turn.tryLock()) {
				commitInTurn(pending);
			}
			else {
				LockSupport.park(this);
				// A thread with an interrupt pending cannot be parked again.
				interrupted |= Thread.interrupted();
				if (interrupted) {
					pending.cancel();
				}
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		return pending.outcome();
	}

	private void commitInTurn(PendingCommit pending) {
		try {
			if (!pending.isDecided()) {
				commitAll();
			}
		}
		finally {
			passTurn();
		}
	}

	/**
	 * Lets the next of those go on that found the turn taken.
	 */
	private void passTurn() {
		this.turn.unlock();
		PendingCommit next = this.queue.peek();
		if (next != null) {
			next.wake();
		}
	}

	/**
	 * Takes old versions and the files that only they had.
	 * @param policy which
	 * @param leases tell which versions stay because somebody reads them
	 * @param dryRun whether only to tell what would go
	 * @return what went, or would go
	 * @throws IOException if a file cannot be read or deleted
	 */
	public CleanupReport cleanup(CleanupPolicy policy, Leases leases, boolean dryRun) throws IOException {
		return exclusively((latest) -> {
			Cleanup cleanup = new Cleanup(this.storage, policy, this.clock.instant());
			return cleanup.run(latest, leases, dryRun);
		});
	}

	/**
	 * Tells when somebody last cleaned up, in whichever process.
	 * @return the time; the present if nothing tells it
	 * @throws IOException if the folder cannot be read
	 */
	public Instant lastCleanup() throws IOException {
		return Cleanup.lastRun(this.storage).orElseGet(this.clock::instant);
	}

	/**
	 * Reads every file of every version and checks every checksum. A cleanup may take
	 * versions meanwhile, but the latest one only if nobody holds a lease on it.
	 * @param latest the latest version as it was when the lease was taken
	 * @return what was read and found
	 * @throws IOException if a folder cannot be read
	 */
	public VerificationReport verify(Manifest latest) throws IOException {
		return Verification.of(this.storage, latest);
	}

	/**
	 * Does something while nobody else can commit.
	 * @param action what to do with the latest version
	 * @param <T> what it gives
	 * @return what it gave
	 * @throws IOException if the action throws it
	 */
	public <T> T exclusively(Action<T> action) throws IOException {
		this.turn.lock();
		try (Storage.StorageLock lock = this.storage.lock(TableFiles.LOCK)) {
			requireUsable();
			return action.run(this.log.catchUp());
		}
		finally {
			passTurn();
		}
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
	 * Returns the identity of the table, which no other table has.
	 * @return the identity
	 */
	public UUID table() {
		return this.log.table();
	}

	/**
	 * Tells whether the table was neither dropped nor renamed.
	 * @return whether it is where it was
	 * @throws IOException if it cannot be told
	 */
	public boolean isInPlace() throws IOException {
		return this.log.isInPlace();
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
			passTurn();
		}
	}

	private void commitAll() {
		List<PendingCommit> group = new ArrayList<>();
		for (PendingCommit pending = this.queue.poll(); pending != null; pending = this.queue.poll()) {
			group.add(pending);
		}
		try (Storage.StorageLock lock = this.storage.lock(TableFiles.LOCK)) {
			requireUsable();
			new GroupCommit(this.storage, this.clock, this.log).run(group);
		}
		catch (CommitUnknownException ex) {
			this.failure = ex.getCause();
			group.forEach((pending) -> pending.decide(ex));
		}
		catch (IOException | RuntimeException ex) {
			group.forEach((pending) -> pending.decide(ex));
		}
		catch (Error ex) {
			// The others of the group must not take silence for success.
			group.forEach((pending) -> pending.decide(new StoreException("The commit failed", ex)));
			throw ex;
		}
	}

	private void requireUsable() {
		if (this.closed) {
			throw new StoreException("The table is closed");
		}
		if (this.failure != null) {
			throw new StoreException(
					"The table refuses to commit since the disk failed during an earlier commit; open it anew",
					this.failure);
		}
	}

	@Override
	public void close() throws IOException {
		this.turn.lock();
		try {
			this.closed = true;
			this.log.close();
		}
		finally {
			passTurn();
		}
	}

	/**
	 * Something to be done while nobody else can commit.
	 *
	 * @param <T> what it gives
	 */
	@FunctionalInterface
	public interface Action<T> {

		/**
		 * Does it.
		 * @param latest the latest version
		 * @return the result
		 * @throws IOException if a file cannot be read or written
		 */
		T run(Manifest latest) throws IOException;

	}

}

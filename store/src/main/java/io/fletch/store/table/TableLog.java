package io.fletch.store.table;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.io.Storage;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;
import io.fletch.store.version.TableVersion;

/**
 * The history of a table as this process knows it: the latest version, and the log file
 * that the next record goes to. Other processes append to the same log; what they wrote
 * is taken in by {@link #catchUp()}.
 */
final class TableLog implements AutoCloseable {

	private final Storage storage;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile LogSegment segment;

	private volatile Manifest latest;

	/** The version before the last frame that another process wrote. */
	private Manifest beforeUnsure;

	private volatile VersionObserver observer = (version) -> {
	};

	private TableLog(Storage storage, LogSegment segment, Manifest latest) {
		this.storage = storage;
		this.segment = segment;
		this.latest = latest;
		this.beforeUnsure = latest;
	}

	/**
	 * Writes the files of a new, empty table of version 1.
	 */
	static void create(Storage storage, Schema schema, Instant timestamp) throws IOException {
		TableFiles.createFolders(storage);
		Schema numbered = FieldIds.assign(schema, 0);
		LogRecord first = new LogRecord(new TableVersion(1, timestamp, Operation.CREATE, RowCounts.NONE),
				new Sequences(0, 0, FieldIds.next(numbered)), List.of(), List.of(), Map.of(), Map.of(), numbered, null);
		LogSegment.create(storage, UUID.randomUUID(), 1);
		try (LogSegment segment = LogSegment.open(storage, 1)) {
			segment.append(LogSegment.encode(List.of(first)));
		}
	}

	/**
	 * Writes the files of a new table that begins with a manifest, whose files are there.
	 */
	static void create(Storage storage, Manifest first) throws IOException {
		TableFiles.createFolders(storage);
		ManifestFile.write(storage, first);
		LogSegment.create(storage, UUID.randomUUID(), first.version() + 1);
	}

	static TableLog open(Storage storage) throws IOException {
		TableHistory history = new TableHistory(storage);
		return history.settled(() -> open(storage, history));
	}

	private static TableLog open(Storage storage, TableHistory history) throws IOException {
		Manifest checkpoint = history.newestCheckpoint(Long.MAX_VALUE);
		Long segment = history.segments().floor(checkpoint.version() + 1);
		if (segment == null) {
			throw new CorruptTableException("The table has no log file that follows version " + checkpoint.version());
		}
		TableLog log = new TableLog(storage, LogSegment.open(storage, segment), checkpoint);
		try {
			if (log.catchUp().version() == 0) {
				throw new CorruptTableException("The log of the table holds no version");
			}
			return log;
		}
		catch (IOException | RuntimeException ex) {
			log.close();
			throw ex;
		}
	}

	/**
	 * Returns the identity of the table, which no other table has.
	 */
	UUID table() {
		return this.segment.table();
	}

	/**
	 * Takes in what other processes wrote.
	 * @return the latest version
	 */
	Manifest catchUp() throws IOException {
		this.lock.lock();
		try {
			if (!this.segment.isInPlace()) {
				openAnew();
			}
			if (this.segment.stepBackIfCut()) {
				this.observer.skipTo(this.beforeUnsure.version() + 1);
				this.latest = this.beforeUnsure;
			}
			while (true) {
				for (LogRecord logRecord : this.segment.readNew(this.latest.version())) {
					take(logRecord);
				}
				long next = this.latest.version() + 1;
				String path = TableFiles.log(next);
				if (path.equals(this.segment.path()) || !this.storage.exists(path)) {
					return this.latest;
				}
				switchTo(next);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Follows a table whose log file another process cleaned up, and finds out that it
	 * was dropped otherwise.
	 */
	private void openAnew() throws IOException {
		if (!isInPlace()) {
			throw new TableNotFoundException("The table was dropped or renamed, perhaps by another process");
		}
		try (TableLog opened = open(this.storage)) {
			this.observer.skipTo(opened.latest.version());
			this.latest = opened.latest;
			this.beforeUnsure = opened.beforeUnsure;
			LogSegment previous = this.segment;
			this.segment = opened.segment;
			opened.segment = previous;
		}
	}

	private void switchTo(long firstVersion) throws IOException {
		LogSegment previous = this.segment;
		this.segment = LogSegment.open(this.storage, firstVersion);
		previous.close();
	}

	/**
	 * Tells whether the table's folder is still this table's.
	 */
	boolean isInPlace() throws IOException {
		if (this.segment.isInPlace()) {
			return true;
		}
		Long newest = new TableHistory(this.storage).segments().floor(Long.MAX_VALUE);
		if (newest == null) {
			return false;
		}
		try (LogSegment file = LogSegment.open(this.storage, newest)) {
			return file.table().equals(this.segment.table());
		}
	}

	private void take(LogRecord logRecord) {
		if (logRecord.version() <= this.latest.version()) {
			return;
		}
		if (logRecord.version() != this.latest.version() + 1) {
			throw new CorruptTableException(
					"The log is damaged: version " + logRecord.version() + " follows version " + this.latest.version());
		}
		if (logRecord.version() == this.segment.unsureVersion()) {
			this.beforeUnsure = this.latest;
		}
		Manifest next = this.latest.apply(logRecord);
		publish(List.of(logRecord), next);
	}

	private void publish(List<LogRecord> records, Manifest next) {
		VersionObserver told = this.observer;
		records.forEach((logRecord) -> told.expect(logRecord.info()));
		this.latest = next;
		records.forEach((logRecord) -> told.observe(logRecord.info()));
	}

	/**
	 * Lets somebody know of every new version, in their order.
	 */
	void observe(VersionObserver newObserver) {
		this.observer = newObserver;
	}

	Manifest latest() {
		return this.latest;
	}

	/**
	 * Appends records whose versions follow the latest one. Only for the holder of the
	 * table's lock who has caught up.
	 * @param records the records
	 * @param frame the frame that holds them
	 * @param next the version that they make
	 * @return whether the records are durable; if not, none of them is in the log
	 * @throws IOException if it is unknown whether they are in the log
	 */
	@Nullable IOException append(List<LogRecord> records, byte[] frame, Manifest next) throws IOException {
		this.lock.lock();
		try {
			try {
				this.segment.cutTornTail();
				this.segment.append(frame);
			}
			catch (IOException ex) {
				this.segment.cutTornTail();
				return ex;
			}
			publish(records, next);
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Writes the latest version as a manifest of its own and begins a new log file. Only
	 * for the holder of the table's lock who has caught up.
	 */
	void checkpoint() throws IOException {
		this.lock.lock();
		try {
			boolean exists = this.storage.exists(TableFiles.manifest(this.latest.version()));
			Manifest written = exists ? this.latest : ManifestFile.write(this.storage, this.latest);
			this.segment.cutTornTail();
			long next = written.version() + 1;
			if (!this.segment.path().equals(TableFiles.log(next))) {
				LogSegment.create(this.storage, this.segment.table(), next);
				switchTo(next);
			}
			this.latest = written;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns how much of the log lies behind the last checkpoint.
	 */
	long tailBytes() {
		return this.segment.byteSize();
	}

	@Override
	public void close() throws IOException {
		this.lock.lock();
		try {
			this.segment.close();
		}
		finally {
			this.lock.unlock();
		}
	}

}

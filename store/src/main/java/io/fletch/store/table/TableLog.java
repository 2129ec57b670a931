package io.fletch.store.table;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.io.Storage;

/**
 * The history of a table as this process knows it: the latest version, and the log file
 * that the next record goes to. Other processes append to the same log; what they wrote
 * is taken in by {@link #catchUp()}.
 */
final class TableLog implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(TableLog.class);

	private final Storage storage;

	private final ReentrantLock lock = new ReentrantLock();

	private LogSegment segment;

	private volatile Manifest latest;

	private TableLog(Storage storage, LogSegment segment, Manifest latest) {
		this.storage = storage;
		this.segment = segment;
		this.latest = latest;
	}

	/**
	 * Writes the files of a new table, except its data files, whose version 1 holds what
	 * some version does.
	 */
	static void create(Storage storage, Manifest content, long timestamp) throws IOException {
		for (String folder : List.of(TableFiles.LOG, TableFiles.MANIFESTS, TableFiles.DELETIONS, TableFiles.DATA)) {
			storage.createFolder(folder);
		}
		LogSegment.create(storage, TableFiles.log(1), 1);
		try (LogSegment segment = LogSegment.open(storage, TableFiles.log(1))) {
			Map<Integer, RoaringBitmap> deletions = new HashMap<>();
			content.fragments()
				.stream()
				.filter((fragment) -> !fragment.deletions().isEmpty())
				.forEach((fragment) -> deletions.put(fragment.id(), fragment.deletions()));
			segment.append(List.of(new LogRecord(Operation.CREATE, 1, timestamp, content.nextRowId(),
					content.nextFragmentId(), List.of(), content.fragments(), deletions, content.schema())));
		}
	}

	static TableLog open(Storage storage) throws IOException {
		Manifest checkpoint = newestCheckpoint(storage);
		long segmentStart = storage.list(TableFiles.LOG)
			.stream()
			.mapToLong(TableFiles::versionOf)
			.filter((version) -> version > 0 && version <= checkpoint.version() + 1)
			.max()
			.orElseThrow(() -> new CorruptTableException("The table has no log file"));
		TableLog log = new TableLog(storage, LogSegment.open(storage, TableFiles.log(segmentStart)), checkpoint);
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

	private static Manifest newestCheckpoint(Storage storage) throws IOException {
		List<Long> versions = storage.list(TableFiles.MANIFESTS)
			.stream()
			.map(TableFiles::versionOf)
			.filter((version) -> version > 0)
			.toList();
		for (Long version : versions.reversed()) {
			try {
				return ManifestFile.read(storage, version);
			}
			catch (CorruptTableException ex) {
				logger.warn("Passing over a damaged manifest; the log behind an older one is replayed instead", ex);
			}
		}
		return new Manifest(0, 0, new Schema(List.of()), List.of(), 0, 0);
	}

	/**
	 * Takes in what other processes wrote.
	 * @return the latest version
	 */
	Manifest catchUp() throws IOException {
		this.lock.lock();
		try {
			requireInPlace();
			while (true) {
				for (LogRecord logRecord : this.segment.readNew(this.latest.version())) {
					take(logRecord);
				}
				String next = TableFiles.log(this.latest.version() + 1);
				if (next.equals(this.segment.path()) || !this.storage.exists(next)) {
					return this.latest;
				}
				switchTo(next);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void switchTo(String path) throws IOException {
		LogSegment previous = this.segment;
		this.segment = LogSegment.open(this.storage, path);
		previous.close();
	}

	boolean isInPlace() throws IOException {
		return this.segment.isInPlace();
	}

	private void requireInPlace() throws IOException {
		if (!isInPlace()) {
			throw new TableNotFoundException("The table was dropped or renamed, perhaps by another process");
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
		this.latest = this.latest.apply(logRecord);
	}

	Manifest latest() {
		return this.latest;
	}

	/**
	 * Appends records whose versions follow the latest one. Only for the holder of the
	 * table's lock who has caught up.
	 * @return whether the records are durable; if not, none of them is in the log
	 * @throws IOException if it is unknown whether they are in the log
	 */
	@Nullable IOException append(List<LogRecord> records, Manifest next) throws IOException {
		this.lock.lock();
		try {
			this.segment.cutTornTail();
			try {
				this.segment.append(records);
			}
			catch (IOException ex) {
				this.segment.cutTornTail();
				return ex;
			}
			this.latest = next;
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
			String next = TableFiles.log(written.version() + 1);
			LogSegment.create(this.storage, next, written.version() + 1);
			switchTo(next);
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

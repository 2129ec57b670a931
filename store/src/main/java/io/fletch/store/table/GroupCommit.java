package io.fletch.store.table;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.blob.BlobFile;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.Storage;
import io.fletch.store.version.Operation;

/**
 * Commits several transactions, one after the other, with one write and one sync. Belongs
 * to whoever has the turn and the lock.
 */
final class GroupCommit {

	private final Storage storage;

	private final Clock clock;

	private final TableLog log;

	private final List<LogRecord> records = new ArrayList<>();

	private final List<PendingCommit> applied = new ArrayList<>();

	GroupCommit(Storage storage, Clock clock, TableLog log) {
		this.storage = storage;
		this.clock = clock;
		this.log = log;
	}

	/**
	 * Decides the outcome of each, unless it throws: then those that are undecided have
	 * all the same.
	 * @throws CommitUnknownException if the disk failed so that the outcome is unknown
	 */
	void run(List<PendingCommit> group) throws IOException {
		Manifest manifest = this.log.catchUp();
		for (PendingCommit pending : group) {
			try {
				manifest = apply(pending, manifest);
			}
			catch (IOException | RuntimeException ex) {
				pending.decide(ex);
			}
			catch (StackOverflowError | OutOfMemoryError ex) {
				pending.decide(new StoreException("The change is too large to be worked out", ex));
			}
		}
		if (!this.records.isEmpty()) {
			append(manifest);
		}
	}

	private Manifest apply(PendingCommit pending, Manifest latest) throws IOException {
		Change change = pending.workOut(latest);
		requireFiles(change);
		requireSegments(pending.operation(), change.indexes(), latest);
		LogRecord logRecord = Numbering.of(latest, this.clock).number(pending.operation(), change);
		Manifest next = latest.apply(logRecord);
		pending.prepare(next);
		this.applied.add(pending);
		this.records.add(logRecord);
		return next;
	}

	/**
	 * A cleanup may have taken files for orphans whose writer was very slow.
	 */
	private void requireFiles(Change change) {
		Stream<DataFile> files = Stream.concat(change.added().stream().flatMap((rows) -> rows.files().stream()),
				change.columns().values().stream());
		Stream<String> paths = files
			.flatMap((file) -> Stream.concat(Stream.of(file.path()), file.blobFiles().stream().map(BlobFile::path)));
		paths.forEach((path) -> {
			if (!this.storage.exists(path)) {
				throw new StoreException("The file " + path + " of a write is gone; repeat the write");
			}
		});
	}

	/**
	 * A restore brings back the segments that a version had, also one that was lost
	 * since: rows can be read without it.
	 */
	private void requireSegments(Operation operation, @Nullable List<IndexMetadata> indexes, Manifest latest) {
		if (indexes != null && operation != Operation.RESTORE) {
			IndexMetadata.requireFiles(indexes, latest.indexes(), this.storage);
		}
	}

	private void append(Manifest next) {
		byte[] frame;
		try {
			frame = LogSegment.encode(this.records);
		}
		catch (OutOfMemoryError ex) {
			throw new StoreException("The change is too large to be written into the log; nothing was changed", ex);
		}
		try {
			IOException refused = this.log.append(this.records, frame, next);
			this.applied.forEach((pending) -> pending.decide(refused));
		}
		catch (IOException | RuntimeException | Error ex) {
			// Whatever it was, nobody knows how much of it reached the disk.
			throw new CommitUnknownException(
					"The disk failed during a commit, so that its outcome is unknown. Open the table anew and look.",
					ex);
		}
	}

}

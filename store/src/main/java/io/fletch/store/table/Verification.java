package io.fletch.store.table;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;

import io.fletch.store.data.DataFile;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.Checksum;
import io.fletch.store.io.Storage;
import io.fletch.store.version.VerificationReport;

/**
 * An integrity check: reads every file that some version refers to, and every checksum.
 */
final class Verification {

	private static final int MAX_ATTEMPTS = 3;

	private final Storage storage;

	private final TableHistory history;

	private final Set<String> checked = new HashSet<>();

	private final List<String> problems = new ArrayList<>();

	private long bytes;

	private long oldest = 1;

	private Verification(Storage storage) {
		this.storage = storage;
		this.history = new TableHistory(storage);
	}

	/**
	 * Checks a table, and again if a cleanup took files meanwhile.
	 */
	static VerificationReport of(Storage storage, Manifest latest) throws IOException {
		for (int attempt = 1;; attempt++) {
			TableHistory history = new TableHistory(storage);
			List<NavigableSet<Long>> before = List.of(history.checkpoints(), history.segments());
			long oldest = oldest(history);
			VerificationReport report = new Verification(storage).run(latest);
			boolean settled = oldest == oldest(history)
					&& before.equals(List.of(history.checkpoints(), history.segments()));
			if (report.isSound() || settled || attempt == MAX_ATTEMPTS) {
				return report;
			}
		}
	}

	private static long oldest(TableHistory history) throws IOException {
		try {
			return history.oldest();
		}
		catch (CorruptTableException ex) {
			// The check itself reports it.
			return -1;
		}
	}

	private VerificationReport run(Manifest latest) throws IOException {
		check(TableFiles.OLDEST, () -> this.oldest = this.history.oldest());
		for (long version : this.history.checkpoints()) {
			check(TableFiles.manifest(version), () -> check(ManifestFile.read(this.storage, version)));
		}
		for (long segment : this.history.segments()) {
			check(TableFiles.log(segment), () -> {
				try (LogSegment file = LogSegment.open(this.storage, segment)) {
					this.bytes += file.byteSize();
					replay(this.history.newestCheckpoint(segment - 1), file.readNew(segment - 1));
				}
			});
		}
		List<String> tags = this.storage.list(TableFiles.TAGS)
			.stream()
			.filter((name) -> !name.startsWith("."))
			.toList();
		for (String tag : tags) {
			check(TableFiles.tag(tag), () -> this.history.at(new Tags(this.storage).read(tag)));
		}
		check("version " + latest.version(), () -> {
			check(latest);
			checkRowIds(latest);
		});
		return new VerificationReport(this.history.versions().size(), this.checked.size(), this.bytes, this.problems);
	}

	/**
	 * Checks records, and that each of them fits the version before it.
	 */
	private void replay(Manifest checkpoint, List<LogRecord> records) throws IOException {
		Manifest version = checkpoint;
		for (LogRecord logRecord : records) {
			check(logRecord);
			if (logRecord.version() == version.version() + 1) {
				version = version.apply(logRecord);
			}
		}
	}

	private void check(Manifest manifest) throws IOException {
		checkIndexes(manifest.indexes());
		for (Fragment fragment : manifest.fragments()) {
			check(fragment);
		}
	}

	private void check(LogRecord logRecord) throws IOException {
		if (logRecord.version() < this.oldest) {
			// Its files may be cleaned up; a checkpoint tells of those that are not.
			return;
		}
		for (Fragment fragment : logRecord.added()) {
			check(fragment);
		}
		for (DataFile file : logRecord.columns().values()) {
			check(file);
		}
		if (logRecord.indexes() != null) {
			checkIndexes(logRecord.indexes());
		}
	}

	private void checkIndexes(List<IndexMetadata> indexes) throws IOException {
		for (IndexMetadata index : indexes) {
			for (IndexSegment segment : index.segments()) {
				check(segment.path(), () -> {
					MemorySegment file = this.storage.map(segment.path());
					if (file.byteSize() != segment.byteSize() || Checksum.of(file) != segment.checksum()) {
						throw new CorruptTableException("The file of the index '" + index.name()
								+ "' is damaged: its length or checksum does not hold; drop the index and create it again");
					}
					this.bytes += segment.byteSize();
				});
			}
		}
	}

	private void check(Fragment fragment) throws IOException {
		for (DataFile file : fragment.files()) {
			check(file);
		}
		Fragment.DeletionFile deletions = fragment.deletionFile();
		if (deletions != null) {
			check(deletions.path(), () -> {
				ManifestFile.readChecked(this.storage, deletions);
				this.bytes += deletions.byteSize();
			});
		}
	}

	private void check(DataFile file) throws IOException {
		check(file.path(), () -> {
			file.verify(this.storage);
			this.bytes += file.byteSize();
		});
	}

	private void checkRowIds(Manifest manifest) throws IOException {
		long previous = -1;
		for (Fragment fragment : manifest.fragments()) {
			fragment.batches(this.storage, manifest.schema());
			if (fragment.rowCount() > 0 && fragment.rowIds().at(0) <= previous
					|| fragment.rowIds().last() >= manifest.next().rowId()) {
				this.problems.add("Fragment " + fragment.id() + " has row ids of another fragment, or none");
			}
			previous = Math.max(previous, fragment.rowIds().last());
		}
	}

	private void check(String path, Check check) throws IOException {
		if (Thread.currentThread().isInterrupted()) {
			throw new CancelledException("The integrity check was cancelled");
		}
		if (this.checked.add(path)) {
			try {
				check.run();
			}
			catch (CancelledException ex) {
				throw ex;
			}
			catch (IOException | StoreException ex) {
				this.problems.add(path + ": " + ex.getMessage());
			}
		}
	}

	/**
	 * Something that throws where a file is damaged.
	 */
	@FunctionalInterface
	private interface Check {

		void run() throws IOException;

	}

}

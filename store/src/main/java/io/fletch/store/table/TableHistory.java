package io.fletch.store.table;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.VersionNotFoundException;
import io.fletch.store.io.Storage;
import io.fletch.store.version.TableVersion;

/**
 * The older versions of a table, as far as checkpoints and log still tell them.
 */
final class TableHistory {

	private static final Logger logger = LoggerFactory.getLogger(TableHistory.class);

	private static final int MAX_ATTEMPTS = 5;

	private final Storage storage;

	TableHistory(Storage storage) {
		this.storage = storage;
	}

	/**
	 * Reads, and reads again if another process cleaned up meanwhile.
	 */
	<T> T settled(Reading<T> reading) throws IOException {
		for (int attempt = 1;; attempt++) {
			List<NavigableSet<Long>> before = List.of(checkpoints(), segments());
			try {
				return reading.run();
			}
			catch (CorruptTableException | NoSuchFileException ex) {
				if (attempt == MAX_ATTEMPTS || before.equals(List.of(checkpoints(), segments()))) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Returns the versions that have a checkpoint.
	 */
	NavigableSet<Long> checkpoints() throws IOException {
		return versions(TableFiles.MANIFESTS);
	}

	/**
	 * Returns the first versions of the log files.
	 */
	NavigableSet<Long> segments() throws IOException {
		return versions(TableFiles.LOG);
	}

	private NavigableSet<Long> versions(String folder) throws IOException {
		NavigableSet<Long> versions = new TreeSet<>();
		for (String name : this.storage.list(folder)) {
			long version = TableFiles.versionOf(name);
			if (version > 0) {
				versions.add(version);
			}
		}
		return versions;
	}

	/**
	 * Returns the newest undamaged checkpoint up to a version.
	 */
	Manifest newestCheckpoint(long upTo) throws IOException {
		for (long version : checkpoints().headSet(upTo, true).descendingSet()) {
			try {
				return ManifestFile.read(this.storage, version);
			}
			catch (CorruptTableException | NoSuchFileException ex) {
				logger.warn("Passing over a damaged manifest; the log behind an older one is replayed instead", ex);
			}
		}
		return Manifest.NONE;
	}

	/**
	 * Reads a version.
	 * @throws VersionNotFoundException if there was none, or it was cleaned up
	 */
	Manifest at(long version) throws IOException {
		Manifest manifest = newestCheckpoint(version);
		if (version < oldest() && manifest.version() != version) {
			throw missing(version);
		}
		Long segment = segments().floor(manifest.version() + 1);
		while (manifest.version() < version && segment != null) {
			Manifest before = manifest;
			manifest = replay(manifest, segment, version);
			segment = (manifest == before) ? null : segments().floor(manifest.version() + 1);
		}
		if (version < 1 || manifest.version() != version) {
			throw missing(version);
		}
		return manifest;
	}

	private static VersionNotFoundException missing(long version) {
		return new VersionNotFoundException("There is no version " + version
				+ " of the table. Was it cleaned up? The versions that can be read are listed by versions()");
	}

	/**
	 * Returns the version before which only those can be read that have a checkpoint.
	 */
	long oldest() throws IOException {
		if (!this.storage.exists(TableFiles.OLDEST)) {
			return 1;
		}
		BinaryInput input = Checked.read(this.storage, TableFiles.OLDEST, "file " + TableFiles.OLDEST);
		long oldest = input.getLong();
		input.requireEnd();
		return oldest;
	}

	/**
	 * Gives up versions: those before one, unless they have a checkpoint.
	 */
	void giveUpBefore(long version) throws IOException {
		BinaryOutput output = new BinaryOutput();
		output.putLong(version);
		this.storage.replace(TableFiles.OLDEST, Checked.seal(output));
	}

	private Manifest replay(Manifest from, long segment, long upTo) throws IOException {
		Manifest manifest = from;
		try (LogSegment file = LogSegment.open(this.storage, segment)) {
			for (LogRecord logRecord : file.readNew(from.version())) {
				if (logRecord.version() == manifest.version() + 1 && logRecord.version() <= upTo) {
					manifest = manifest.apply(logRecord);
				}
			}
		}
		return manifest;
	}

	/**
	 * Lists the versions that can be read, oldest first.
	 */
	List<TableVersion> versions() throws IOException {
		TreeMap<Long, TableVersion> found = new TreeMap<>();
		for (long checkpoint : checkpoints()) {
			try {
				found.put(checkpoint, ManifestFile.read(this.storage, checkpoint).info());
			}
			catch (CorruptTableException | NoSuchFileException ex) {
				logger.warn("Passing over a damaged manifest", ex);
			}
		}
		long oldest = oldest();
		// Versions that were given up can still lead to later ones whose checkpoint is
		// damaged.
		Set<Long> known = new HashSet<>(found.keySet());
		forEachRecord((logRecord) -> {
			if ((logRecord.version() == 1 || known.contains(logRecord.version() - 1)) && known.add(logRecord.version())
					&& logRecord.version() >= oldest) {
				found.put(logRecord.version(), logRecord.info());
			}
		});
		if (found.isEmpty()) {
			throw new CorruptTableException("The table is damaged: none of its versions can be read");
		}
		return new ArrayList<>(found.values());
	}

	/**
	 * Visits all records of the log in order, one file at a time.
	 */
	void forEachRecord(Consumer<LogRecord> visitor) throws IOException {
		for (long segment : segments()) {
			try (LogSegment file = LogSegment.open(this.storage, segment)) {
				file.readNew(segment - 1).forEach(visitor);
			}
		}
	}

	/**
	 * Something that reads manifests and the log.
	 *
	 * @param <T> what it gives
	 */
	@FunctionalInterface
	interface Reading<T> {

		T run() throws IOException;

	}

}

package io.fletch.store.table;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.fletch.store.io.Storage;
import io.fletch.store.version.CleanupPolicy;
import io.fletch.store.version.CleanupReport;
import io.fletch.store.version.TableVersion;

/**
 * Takes old versions and the files that only they had. Only for the holder of the table's
 * lock. What tells of a version goes before the files it refers to, so that a crash
 * leaves files too many, never one too few.
 */
final class Cleanup {

	private final Storage storage;

	private final TableHistory history;

	private final CleanupPolicy policy;

	private final Instant now;

	private final List<Storage.Entry> taken = new ArrayList<>();

	private final List<String> takenPaths = new ArrayList<>();

	Cleanup(Storage storage, CleanupPolicy policy, Instant now) {
		this.storage = storage;
		this.history = new TableHistory(storage);
		this.policy = policy;
		this.now = now;
	}

	/**
	 * Tells when a cleanup last ran; of a table that had none, when it was first written
	 * to.
	 * @param storage the folder of the table
	 * @return the time; empty if nothing tells it
	 */
	static Optional<Instant> lastRun(Storage storage) throws IOException {
		List<Storage.Entry> entries = storage.entries("");
		for (String name : List.of(TableFiles.OLDEST, TableFiles.LOCK)) {
			for (Storage.Entry entry : entries) {
				if (entry.name().equals(name)) {
					return Optional.of(entry.modified());
				}
			}
		}
		return Optional.empty();
	}

	/**
	 * Cleans up.
	 * @param latest the latest version
	 * @param leases tell which versions somebody reads
	 * @param dryRun whether only to tell what would go
	 */
	CleanupReport run(Manifest latest, Leases leases, boolean dryRun) throws IOException {
		Set<Long> pinned = pinned(leases);
		List<TableVersion> versions = this.history.versions();
		long cutoff = cutoff(versions, latest);
		NavigableSet<Long> kept = new TreeSet<>();
		versions.stream().map(TableVersion::version).filter(pinned::contains).forEach(kept::add);
		kept.removeIf((version) -> version >= cutoff);
		long removed = versions.stream().filter((info) -> info.version() < cutoff).count() - kept.size();
		kept.add(cutoff);
		List<Manifest> bases = new ArrayList<>();
		for (long version : kept) {
			Manifest base = this.history.at(version);
			boolean written = this.storage.exists(TableFiles.manifest(version));
			bases.add((written || dryRun) ? base : ManifestFile.write(this.storage, base));
		}
		takeFiles(bases, kept, cutoff);
		if (!dryRun) {
			// Also if none goes: when the file was written tells when a cleanup last ran.
			long before = this.history.oldest();
			this.history.giveUpBefore(Math.max(cutoff, before));
			if (pinned(leases).stream().anyMatch((version) -> version < cutoff && !pinned.contains(version))) {
				// Somebody checked a version out just before it was given up. Nothing is
				// deleted yet, so all of them are taken back for the next cleanup.
				this.history.giveUpBefore(before);
				return new CleanupReport(0, 0, 0);
			}
			delete();
		}
		return new CleanupReport(removed, this.taken.size(),
				this.taken.stream().mapToLong(Storage.Entry::byteSize).sum());
	}

	private Set<Long> pinned(Leases leases) throws IOException {
		Set<Long> pinned = new HashSet<>(leases.live(this.now));
		pinned.addAll(new Tags(this.storage).list().values());
		return pinned;
	}

	/**
	 * Deletes what is taken, folder by folder, each durably before the next: a crash must
	 * not bring back a version whose files stay away.
	 */
	private void delete() throws IOException {
		for (String folder : List.of(TableFiles.MANIFESTS, TableFiles.LOG, TableFiles.DATA, TableFiles.DELETIONS,
				TableFiles.INDEXES)) {
			List<String> paths = this.takenPaths.stream().filter((path) -> path.startsWith(folder + "/")).toList();
			for (String path : paths) {
				this.storage.delete(path);
			}
			if (!paths.isEmpty()) {
				this.storage.sync(folder);
			}
		}
	}

	private long cutoff(List<TableVersion> versions, Manifest latest) {
		Instant oldest = this.now.minus(this.policy.olderThan());
		long byAge = versions.stream()
			.filter((info) -> !info.timestamp().isBefore(oldest))
			.mapToLong(TableVersion::version)
			.min()
			.orElse(latest.version());
		long byCount = latest.version() - this.policy.keepAtMost() + 1;
		// A tag may be all that is left of what lies before an earlier cleanup.
		return versions.stream()
			.mapToLong(TableVersion::version)
			.filter((version) -> version >= Math.max(byAge, byCount))
			.min()
			.orElse(latest.version());
	}

	private void takeFiles(List<Manifest> bases, NavigableSet<Long> kept, long cutoff) throws IOException {
		FileReferences needed = new FileReferences();
		FileReferences known = new FileReferences();
		bases.forEach(needed::add);
		for (long checkpoint : this.history.checkpoints()) {
			boolean stays = checkpoint >= cutoff || kept.contains(checkpoint);
			(stays ? needed : known).add(ManifestFile.read(this.storage, checkpoint));
		}
		this.history.forEachRecord((logRecord) -> ((logRecord.version() > cutoff) ? needed : known).add(logRecord));
		NavigableSet<Long> segments = this.history.segments();
		take(TableFiles.MANIFESTS, (entry) -> {
			long version = TableFiles.versionOf(entry.name());
			return version > 0 && version < cutoff && !kept.contains(version);
		});
		take(TableFiles.LOG, (entry) -> {
			long version = TableFiles.versionOf(entry.name());
			Long next = (version > 0) ? segments.higher(version) : null;
			return next != null && next <= cutoff + 1;
		});
		takeUnneeded(TableFiles.DATA, needed, known);
		takeUnneeded(TableFiles.DELETIONS, needed, known);
		takeUnneeded(TableFiles.INDEXES, needed, known);
	}

	private void takeUnneeded(String folder, FileReferences needed, FileReferences known) throws IOException {
		Instant young = this.now.minus(this.policy.unknownOlderThan());
		take(folder, (entry) -> {
			String path = folder + "/" + entry.name();
			return !needed.contains(path) && (known.contains(path) || entry.modified().isBefore(young));
		});
	}

	private void take(String folder, Choice choice) throws IOException {
		for (Storage.Entry entry : this.storage.entries(folder)) {
			if (!entry.folder() && choice.takes(entry)) {
				this.taken.add(entry);
				this.takenPaths.add(folder + "/" + entry.name());
			}
		}
	}

	/**
	 * Whether a file goes.
	 */
	@FunctionalInterface
	private interface Choice {

		boolean takes(Storage.Entry entry);

	}

}

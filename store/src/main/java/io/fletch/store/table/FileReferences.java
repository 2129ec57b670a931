package io.fletch.store.table;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.fletch.store.data.DataFile;

/**
 * Collects the data and deletion files that versions refer to.
 */
final class FileReferences {

	private final Set<String> paths = new HashSet<>();

	void add(Manifest manifest) {
		manifest.fragments().forEach(this::add);
		addIndexes(manifest.indexes());
	}

	void add(LogRecord logRecord) {
		logRecord.added().forEach(this::add);
		logRecord.columns().values().forEach(this::add);
		if (logRecord.indexes() != null) {
			addIndexes(logRecord.indexes());
		}
	}

	private void addIndexes(List<IndexMetadata> indexes) {
		indexes.forEach((index) -> index.segments().forEach((segment) -> this.paths.add(segment.path())));
	}

	private void add(Fragment fragment) {
		fragment.files().forEach(this::add);
		Fragment.DeletionFile deletions = fragment.deletionFile();
		if (deletions != null) {
			this.paths.add(deletions.path());
		}
	}

	private void add(DataFile file) {
		this.paths.add(file.path());
		file.blobFiles().forEach((blobs) -> this.paths.add(blobs.path()));
	}

	boolean contains(String path) {
		return this.paths.contains(path);
	}

}

package io.fletch.store;

import java.io.IOException;
import java.time.Clock;
import java.util.List;

import io.fletch.store.io.Storage;
import io.fletch.store.table.Committer;
import io.fletch.store.table.Manifest;

/**
 * Writes the files of a table that begins with what a version of another table holds. Row
 * ids stay the same.
 */
final class TableClone {

	private final OpenTable source;

	private final CloneOptions options;

	TableClone(OpenTable source, CloneOptions options) {
		this.source = source;
		this.options = options;
	}

	void write(Storage target, Clock clock) throws IOException {
		Manifest content = content();
		Committer.createFrom(target, content, clock);
		for (String file : content.dataFiles()) {
			if (this.options.deep()) {
				target.write(file, List.of(this.source.storage().map(file)));
			}
			else {
				this.source.storage().link(file, target, file);
			}
		}
	}

	private Manifest content() {
		Manifest latest = this.source.latest();
		Long version = this.options.version();
		if (this.options.tag() != null || version != null && version != latest.version()) {
			throw new UnsupportedOperationException("Only the latest version can be cloned yet");
		}
		return latest;
	}

}

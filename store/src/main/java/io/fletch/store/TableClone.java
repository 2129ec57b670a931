package io.fletch.store;

import java.time.Clock;

import io.fletch.store.io.Storage;
import io.fletch.store.table.Committer;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.TableCopy;

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

	void write(Storage target, Clock clock) {
		Committer.Action<Manifest> copy = (content) -> {
			new TableCopy(this.source.storage(), target, !this.options.deep()).write(content, clock);
			return content;
		};
		Long version = this.options.version();
		String tag = this.options.tag();
		if (tag != null) {
			version = new TableTags(this.source).version(tag);
		}
		if (version != null) {
			this.source.leased(version, copy);
		}
		else {
			this.source.leased(copy);
		}
	}

}

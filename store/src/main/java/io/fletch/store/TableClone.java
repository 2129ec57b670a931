package io.fletch.store;

import java.time.Clock;

import io.fletch.store.io.Storage;
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
		long version = version();
		this.source.leased(version, () -> {
			new TableCopy(this.source.storage(), target, !this.options.deep())
				.write(this.source.committer().at(version), clock);
			return version;
		});
	}

	private long version() {
		Long version = this.options.version();
		String tag = this.options.tag();
		if (tag != null) {
			return new TableTags(this.source).version(tag);
		}
		return (version != null) ? version : this.source.latest().version();
	}

}

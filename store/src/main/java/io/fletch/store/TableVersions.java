package io.fletch.store;

import java.time.Instant;
import java.util.List;

import io.fletch.store.error.VersionNotFoundException;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Restore;
import io.fletch.store.version.TableVersion;

/**
 * Finds and restores versions.
 */
final class TableVersions {

	private TableVersions() {
	}

	static long at(List<TableVersion> versions, Instant time) {
		return versions.stream()
			.filter((version) -> !version.timestamp().isAfter(time))
			.mapToLong(TableVersion::version)
			.max()
			.orElseThrow(() -> new VersionNotFoundException("There is no version of the table from " + time
					+ " or before; the oldest is from " + versions.getFirst().timestamp()));
	}

	static long restore(OpenTable table, Manifest target) {
		Manifest latest = table.latest();
		if (latest.version() == target.version()) {
			return latest.version();
		}
		return table.commit(Restore.of(target)).version();
	}

	static long restore(OpenTable table, Manifest target, long expected) {
		if (target.version() == expected && table.latest().version() == expected) {
			return expected;
		}
		return table.commit(Restore.expecting(target, expected)).version();
	}

}

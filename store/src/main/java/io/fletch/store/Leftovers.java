package io.fletch.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.io.Storage;

/**
 * What crashes left behind: tables on their way in or out, and files that were not
 * finished. Whoever is still at work on such a thing writes to it, so what has not
 * changed for an hour is nobody's.
 */
final class Leftovers {

	/** Begins the name of a table or namespace that is being made. */
	static final String CREATING = ".creating-";

	/** Begins the name of a table or namespace that is being deleted. */
	static final String DROPPED = ".dropped-";

	private static final Logger logger = LoggerFactory.getLogger(Leftovers.class);

	private static final Duration MIN_AGE = Duration.ofHours(1);

	private Leftovers() {
	}

	/**
	 * Removes what is left over in a folder itself, not in those below. A failure does no
	 * harm, as nothing reads what is left.
	 */
	static void remove(Storage storage, Instant now) {
		try {
			for (Storage.Entry entry : storage.entries("")) {
				boolean old = isLeftover(entry)
						&& lastChange(storage, entry.name(), entry).isBefore(now.minus(MIN_AGE));
				if (old) {
					storage.delete(entry.name());
				}
			}
		}
		catch (IOException ex) {
			logger.warn("What a crash left behind could not be removed", ex);
		}
	}

	/**
	 * Removes what is left over in a table's folder and in those directly below.
	 */
	static void removeFromTable(Storage table, Instant now) {
		remove(table, now);
		try {
			for (Storage.Entry entry : table.entries("")) {
				if (entry.folder()) {
					remove(table.folder(entry.name()), now);
				}
			}
		}
		catch (IOException ex) {
			logger.warn("What a crash left behind in a table could not be removed", ex);
		}
	}

	/**
	 * Deletes what nothing reads any more. If that fails, it is removed some time later.
	 */
	static void discard(Storage storage, String path) {
		try {
			storage.delete(path);
		}
		catch (IOException ex) {
			logger.warn("'{}' could not be deleted now", path, ex);
		}
	}

	private static boolean isLeftover(Storage.Entry entry) {
		String name = entry.name();
		return entry.folder() ? name.startsWith(CREATING) || name.startsWith(DROPPED)
				: name.startsWith(".") && name.endsWith(".tmp");
	}

	private static Instant lastChange(Storage storage, String path, Storage.Entry entry) throws IOException {
		Instant last = entry.modified();
		if (entry.folder()) {
			for (Storage.Entry child : storage.entries(path)) {
				Instant change = lastChange(storage, path + "/" + child.name(), child);
				last = change.isAfter(last) ? change : last;
			}
		}
		return last;
	}

}

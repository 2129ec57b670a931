package io.fletch.context.ingestion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.Database;
import io.fletch.store.error.InvalidInputException;

/**
 * Keeps a second pipeline of this process away from a database, or from the namespace of
 * it: each would take the documents under way in the other for its own.
 */
final class DatabaseClaim implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseClaim.class);

	private static final Map<Object, DatabaseClaim> claims = new HashMap<>();

	private final Object place;

	private final Database database;

	private DatabaseClaim(Object place, Database database) {
		this.place = place;
		this.database = database;
	}

	/**
	 * Claims a database whose folder is there.
	 * @throws FolderInUseException if another pipeline has it, whose database is open
	 */
	static DatabaseClaim of(Database database) {
		DatabaseClaim claim = new DatabaseClaim(place(database), database);
		synchronized (claims) {
			DatabaseClaim known = claims.get(claim.place);
			if (known != null && known.database.isOpen()) {
				throw new FolderInUseException("Another pipeline ingests into " + database
						+ ": close it first, or give this one a database or a namespace of its own");
			}
			claims.put(claim.place, claim);
		}
		return claim;
	}

	/**
	 * Returns what is equal for all who have opened the same folder.
	 */
	private static Object place(Database database) {
		try {
			return new Place(database.directory().toRealPath(), database.namespacePath());
		}
		catch (InvalidInputException ex) {
			logger.debug("A database in memory has no folder", ex);
			return database;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Opens the folder of the files; where that fails, another pipeline can have the
	 * database.
	 */
	DocumentFiles files(Path folder) {
		try {
			return new DocumentFiles(folder);
		}
		catch (RuntimeException | Error ex) {
			// Whatever the folder throws goes on; only the claim is given back.
			close();
			throw ex;
		}
	}

	/**
	 * Lets another pipeline have the database. A second call does nothing.
	 */
	@Override
	public void close() {
		synchronized (claims) {
			claims.remove(this.place, this);
		}
	}

	/**
	 * A namespace of a database.
	 *
	 * @param folder the real path of the database's folder
	 * @param namespace the names from the root of the database down
	 */
	private record Place(Path folder, List<String> namespace) {
	}

}

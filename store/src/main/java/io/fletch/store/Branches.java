package io.fletch.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.VersionNotFoundException;
import io.fletch.store.io.Storage;
import io.fletch.store.table.Committer;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.TableCopy;
import io.fletch.store.table.TableFiles;

/**
 * The branches of a table. A branch begins with a version of the table and goes on for
 * itself, with versions of its own that begin at 1; it shares the files that both have,
 * and neither notices what happens to the other.
 */
public final class Branches {

	private final OpenTable table;

	private final Map<String, OpenTable> open;

	Branches(OpenTable table, Map<String, OpenTable> open) {
		this.table = table;
		this.open = open;
	}

	/**
	 * Lists the branches.
	 * @return the names in order
	 */
	public List<String> list() {
		return this.table.read(() -> this.table.storage()
			.list(TableFiles.BRANCHES)
			.stream()
			.filter((name) -> !name.startsWith("."))
			.toList());
	}

	/**
	 * Begins a branch with the latest version.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @return the branch
	 * @throws InvalidInputException if the name is not acceptable, or taken
	 */
	public Table create(String name) {
		return create(name, this.table.latest().version());
	}

	/**
	 * Begins a branch with a version.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param version the version
	 * @return the branch
	 * @throws InvalidInputException if the name is not acceptable, or taken
	 * @throws VersionNotFoundException if there is no such version
	 */
	public Table create(String name, long version) {
		TableTags.requireName(name);
		this.table.read(() -> this.table.committer().exclusively((latest) -> {
			write(name, this.table.committer().at(version));
			return name;
		}));
		return open(name);
	}

	private void write(String name, Manifest content) throws IOException {
		Storage storage = this.table.storage();
		storage.createFolder(TableFiles.BRANCHES);
		String temporary = TableFiles.BRANCHES + "/.creating-" + UUID.randomUUID();
		storage.createFolder(temporary);
		try {
			new TableCopy(storage, storage.folder(temporary), true).write(content, Clock.systemUTC());
			storage.move(temporary, folder(name));
		}
		catch (FileAlreadyExistsException ex) {
			throw new InvalidInputException("The table '" + this.table.name() + "' already has a branch '" + name
					+ "'; delete it first, or take another name");
		}
		finally {
			storage.delete(temporary);
		}
	}

	/**
	 * Opens a branch.
	 * @param name the name of the branch
	 * @return the branch
	 * @throws VersionNotFoundException if there is no such branch
	 */
	public Table open(String name) {
		requireExists(name);
		synchronized (this.open) {
			OpenTable branch = this.open.get(name);
			if (branch == null || !this.table.read(branch::isUsable)) {
				branch = this.table.read(() -> {
					Storage storage = this.table.storage().folder(folder(name));
					return this.table.branch(name, storage, Committer.open(storage, Clock.systemUTC()));
				});
				this.open.put(name, branch);
			}
			return new Table(branch);
		}
	}

	/**
	 * Deletes a branch with all its versions.
	 * @param name the name of the branch
	 * @throws VersionNotFoundException if there is no such branch
	 */
	public void delete(String name) {
		requireExists(name);
		synchronized (this.open) {
			OpenTable branch = this.open.remove(name);
			if (branch != null) {
				branch.close(() -> missing(name));
			}
			this.table.read(() -> {
				String dropped = TableFiles.BRANCHES + "/.dropped-" + UUID.randomUUID();
				try (Storage.StorageLock lock = this.table.storage().lock(folder(name) + "/" + TableFiles.LOCK)) {
					this.table.storage().move(folder(name), dropped);
				}
				this.table.storage().delete(dropped);
				return name;
			});
		}
	}

	private void requireExists(String name) {
		if (!list().contains(name)) {
			throw missing(name);
		}
	}

	private VersionNotFoundException missing(String name) {
		return new VersionNotFoundException("The table '" + this.table.name() + "' has no branch '" + name + "'");
	}

	private static String folder(String name) {
		return TableFiles.BRANCHES + "/" + name;
	}

}

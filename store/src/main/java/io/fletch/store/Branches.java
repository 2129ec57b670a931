package io.fletch.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.VersionNotFoundException;
import io.fletch.store.io.Storage;
import io.fletch.store.table.BranchFile;
import io.fletch.store.table.Committer;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.TableCopy;
import io.fletch.store.table.TableFiles;
import io.fletch.store.version.TableBranch;

/**
 * The branches of a table. A branch begins with a version of the table, or of another
 * branch, and goes on for itself, with versions of its own that begin at 1; it shares the
 * files that both have, and neither notices what happens to the other. All branches stand
 * side by side, whatever they began with: those of a branch are those of its table, but
 * that new ones begin with the branch.
 */
public final class Branches {

	private final OpenTable trunk;

	private final OpenTable from;

	private final Map<String, OpenTable> open;

	/**
	 * The branches of a table.
	 * @param from what new branches begin with: the table, or one of its branches
	 */
	Branches(OpenTable trunk, OpenTable from, Map<String, OpenTable> open) {
		this.trunk = trunk;
		this.from = from;
		this.open = open;
	}

	/**
	 * Lists the branches.
	 * @return the names in order
	 */
	public List<String> list() {
		return this.trunk.read(() -> this.trunk.storage()
			.list(TableFiles.BRANCHES)
			.stream()
			.filter((name) -> !name.startsWith("."))
			.toList());
	}

	/**
	 * Tells where a branch began.
	 * @param name the name of the branch
	 * @return the branch
	 * @throws VersionNotFoundException if there is no such branch
	 */
	public TableBranch describe(String name) {
		Objects.requireNonNull(name, "name");
		requireExists(name);
		return this.trunk.read(() -> BranchFile.read(this.trunk.storage().folder(folder(name)), name));
	}

	/**
	 * Begins a branch with the latest version.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @return the branch
	 * @throws InvalidInputException if the name is not acceptable, or taken
	 */
	public Table create(String name) {
		return create(name, this.from.latest().version());
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
		Objects.requireNonNull(name, "name");
		TableTags.requireName(name);
		Names.requireDistinct("branch", name, list());
		this.from.read(() -> this.from.committer().exclusively((latest) -> {
			write(name, this.from.committer().at(version));
			return name;
		}));
		return open(name);
	}

	/**
	 * Begins a branch with a tagged version.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param tag the name of the tag
	 * @return the branch
	 * @throws InvalidInputException if the name is not acceptable, or taken
	 * @throws VersionNotFoundException if there is no such tag
	 */
	public Table create(String name, String tag) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(tag, "tag");
		return create(name, new TableTags(this.from).version(tag));
	}

	private void write(String name, Manifest content) throws IOException {
		Storage storage = this.trunk.storage();
		storage.createFolder(TableFiles.BRANCHES);
		String temporary = TableFiles.BRANCHES + "/.creating-" + UUID.randomUUID();
		storage.createFolder(temporary);
		try {
			Storage folder = storage.folder(temporary);
			new TableCopy(this.from.storage(), folder, true).write(content, Clock.systemUTC());
			BranchFile.write(folder,
					new TableBranch(name, this.from.place().branch(), content.version(), Instant.now()));
			storage.move(temporary, folder(name));
		}
		catch (FileAlreadyExistsException ex) {
			throw new InvalidInputException("The table '" + this.trunk.name() + "' already has a branch '" + name
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
		Objects.requireNonNull(name, "name");
		requireExists(name);
		synchronized (this.open) {
			OpenTable branch = this.open.get(name);
			if (branch != null && !this.trunk.read(branch::isUsable)) {
				this.open.remove(name);
				branch.close(() -> new StoreException(
						"The branch '" + name + "' was deleted, or its disk failed during a commit; open it anew"));
				branch = null;
			}
			if (branch == null) {
				branch = this.trunk.read(() -> {
					Storage storage = this.trunk.storage().folder(folder(name));
					return this.trunk.branch(name, storage, Committer.open(storage, Clock.systemUTC()));
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
		Objects.requireNonNull(name, "name");
		requireExists(name);
		synchronized (this.open) {
			OpenTable branch = this.open.remove(name);
			if (branch != null) {
				branch.close(() -> missing(name));
			}
			this.trunk.read(() -> {
				String dropped = TableFiles.BRANCHES + "/.dropped-" + UUID.randomUUID();
				try (Storage.StorageLock lock = this.trunk.storage().lock(folder(name) + "/" + TableFiles.LOCK)) {
					this.trunk.storage().move(folder(name), dropped);
				}
				this.trunk.storage().delete(dropped);
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
		return new VersionNotFoundException("The table '" + this.trunk.name() + "' has no branch '" + name + "'");
	}

	/**
	 * Returns the folder of a branch in that of its table.
	 */
	static String folder(String name) {
		return TableFiles.BRANCHES + "/" + name;
	}

}

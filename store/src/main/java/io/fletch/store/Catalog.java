package io.fletch.store;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.activity.ActivityKind;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.data.schema.SchemaChecker;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.NamespaceNotFoundException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.TableExistsException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.io.Storage;
import io.fletch.store.table.Committer;
import io.fletch.store.table.TableFiles;
import io.fletch.store.version.Operation;

/**
 * The tables of one namespace.
 */
final class Catalog {

	private static final String TABLE_SUFFIX = ".fletch";

	private static final String NAMESPACE_SUFFIX = ".ns";

	private final Connection connection;

	private final List<String> namespace;

	Catalog(Connection connection, List<String> namespace) {
		this.connection = connection;
		this.namespace = namespace;
	}

	List<String> namespace() {
		return this.namespace;
	}

	/**
	 * Returns the folder of a namespace; empty for that of the database.
	 */
	static String folder(List<String> namespace) {
		return String.join("/", namespace.stream().map((name) -> name + NAMESPACE_SUFFIX).toList());
	}

	List<String> tableNames() {
		return names(TABLE_SUFFIX);
	}

	List<String> namespaceNames() {
		return names(NAMESPACE_SUFFIX);
	}

	private List<String> names(String suffix) {
		return this.connection.read(() -> {
			requireNamespace();
			return this.connection.storage()
				.list(folder(this.namespace))
				.stream()
				.filter((file) -> file.endsWith(suffix) && !file.startsWith("."))
				.map((file) -> file.substring(0, file.length() - suffix.length()))
				.sorted()
				.toList();
		});
	}

	boolean has(String name) {
		return this.connection.read(() -> {
			requireNamespace();
			return Names.isValid(name) && this.connection.storage().exists(path(name));
		});
	}

	OpenTable create(String name, Schema schema, CreateMode mode) {
		SchemaChecker.check(schema);
		ReservedNames.requireNone(schema);
		Names.require("table", name);
		Schema declared = FunctionMetadata.ofNewTable(schema, this.connection.functions());
		while (true) {
			try {
				return (mode != CreateMode.CREATE && has(name)) ? useExisting(name, declared, mode) : publish(name,
						(folder) -> Committer.create(folder, FieldIds.strip(declared), this.connection.clock()));
			}
			catch (TableExistsException | TableNotFoundException ex) {
				// Somebody else created or dropped it in between.
				if (mode == CreateMode.CREATE) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Creates a table with the rows of a source.
	 * @param given the schema, or {@code null} for the source's own
	 */
	OpenTable create(String name, RowSource rows, @Nullable Schema given, CreateMode mode, AddOptions options) {
		try {
			return createOnce(name, rows, given, mode, options);
		}
		catch (TableExistsException ex) {
			// Somebody else created it in between.
			if (mode == CreateMode.CREATE || (mode == CreateMode.OVERWRITE && !rows.isRepeatable())) {
				throw ex;
			}
			return createOnce(name, rows, given, mode, options);
		}
	}

	private OpenTable createOnce(String name, RowSource rows, @Nullable Schema given, CreateMode mode,
			AddOptions options) {
		if (mode != CreateMode.CREATE && has(name)) {
			OpenTable table = open(name);
			if (mode == CreateMode.OVERWRITE) {
				StreamingAppend.overwrite(table, rows, given, options);
			}
			else if (given != null) {
				SchemaDifference.requireNone(Names.render(this.namespace, name), table.schema(), given);
			}
			return table;
		}
		StreamingAppend append = new StreamingAppend(rows, options, this.connection.functions());
		OpenTable created = publish(name, (folder) -> append.create(folder, given,
				(schema, files) -> Committer.create(folder, schema, files.finish(), this.connection.clock())));
		append.created();
		return created;
	}

	private OpenTable useExisting(String name, Schema schema, CreateMode mode) {
		OpenTable table = open(name);
		if (mode == CreateMode.OVERWRITE) {
			Overwrite.run(table, schema);
		}
		else {
			SchemaDifference.requireNone(Names.render(this.namespace, name), table.schema(), schema);
		}
		return table;
	}

	/**
	 * Writes the files of a new table out of sight, then lets it appear whole.
	 */
	OpenTable publish(String name, TableWriter writer) {
		String path = path(name);
		Storage storage = this.connection.storage();
		String temporary = Leftovers.CREATING + UUID.randomUUID();
		return activities(name).run(ActivityKind.WRITE, Activities.word(Operation.CREATE),
				() -> this.connection.read(() -> {
					try {
						requireNamespace();
						requireFree(name, path);
						storage.createFolder(temporary);
						writer.write(storage.folder(temporary));
						return this.connection.change(() -> {
							requireNamespace();
							requireFree(name, path);
							storage.move(temporary, path);
							return this.connection.table(name, this.namespace, path);
						});
					}
					finally {
						Leftovers.discard(storage, temporary);
					}
				}));
	}

	private Activities activities(String name) {
		return new Activities(this.connection.options().observer(), Names.render(this.namespace, name));
	}

	OpenTable open(String name) {
		OpenTable.FileAccess<OpenTable> opening = () -> {
			requireTable(name);
			return this.connection.table(name, this.namespace, path(name));
		};
		return this.connection.locked(() -> {
			try {
				return opening.run();
			}
			catch (IOException | CorruptTableException ex) {
				// Somebody may have moved it just now. Under the lock nobody does.
				try (Storage.StorageLock lock = this.connection.lockIfWritable()) {
					return opening.run();
				}
			}
		});
	}

	/**
	 * Drops a table.
	 * @return whether there was one
	 */
	boolean drop(String name) {
		String path = path(name);
		String dropped = Leftovers.DROPPED + UUID.randomUUID();
		return this.connection.read(() -> {
			boolean existed = this.connection.change(() -> {
				requireNamespace();
				if (!this.connection.storage().exists(path)) {
					return false;
				}
				move(path, dropped, () -> notFound(name, "was dropped from"));
				return true;
			});
			Leftovers.discard(this.connection.storage(), dropped);
			return existed;
		});
	}

	void rename(String from, Catalog target, String to) {
		String path = target.path(to);
		this.connection.change(() -> {
			requireTable(from);
			target.requireNamespace();
			if (!isSame(target) || !from.equalsIgnoreCase(to) || from.equals(to)) {
				target.requireFree(to, path);
			}
			move(path(from), path, () -> new TableNotFoundException("Table '" + Names.render(this.namespace, from)
					+ "' was renamed to '" + Names.render(target.namespace, to) + "'; open it under that name"));
			return to;
		});
	}

	private boolean isSame(Catalog other) {
		return this.connection == other.connection && this.namespace.equals(other.namespace);
	}

	private void move(String from, String to, OpenTable.Reason reason) throws IOException {
		Storage storage = this.connection.storage();
		this.connection.forget(from::equals, reason);
		try (Storage.StorageLock lock = storage.lock(from + "/" + TableFiles.LOCK)) {
			storage.move(from, to);
		}
	}

	private String path(String name) {
		String folder = folder(this.namespace);
		return (folder.isEmpty() ? "" : folder + "/") + Names.require("table", name) + TABLE_SUFFIX;
	}

	void requireNamespace() {
		if (!NamespaceFile.exists(this.connection.storage(), this.namespace)) {
			throw new NamespaceNotFoundException(
					"Namespace '" + Names.render(this.namespace) + "' was not found in " + this.connection.uri());
		}
	}

	private void requireTable(String name) {
		requireNamespace();
		if (!this.connection.storage().exists(path(name))) {
			throw notFound(name);
		}
	}

	StoreException notFound(String name) {
		return notFound(name, "was not found in");
	}

	private StoreException notFound(String name, String what) {
		return new TableNotFoundException(
				"Table '" + Names.render(this.namespace, name) + "' " + what + " " + this.connection.uri());
	}

	private void requireFree(String name, String path) {
		if (this.connection.storage().exists(path)) {
			throw exists(name);
		}
		Names.requireDistinct("table", name, tableNames());
	}

	private TableExistsException exists(String name) {
		return new TableExistsException(
				"Table '" + Names.render(this.namespace, name) + "' already exists in " + this.connection.uri());
	}

	/**
	 * Writes the files of a new table.
	 */
	@FunctionalInterface
	interface TableWriter {

		void write(Storage folder) throws IOException;

	}

}

package io.fletch.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.SchemaChecker;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.TableExistsException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.io.LocalStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.mapping.RecordMapping;
import io.fletch.store.table.Committer;
import io.fletch.store.table.TableFiles;

/**
 * A folder of tables. Safe for use by several threads at once; several processes may open
 * the same folder. Writes are durable when they return.
 */
public final class Database implements AutoCloseable {

	private static final String TABLE_SUFFIX = ".fletch";

	private static final Pattern TABLE_NAME = Pattern.compile("[a-zA-Z0-9_-][a-zA-Z0-9_.-]{0,199}");

	private final Path directory;

	private final Storage storage;

	private final EmbeddingFunctionRegistry functions;

	private final boolean ownsFunctions;

	private final Clock clock = Clock.systemUTC();

	private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, OpenTable> openTables = new HashMap<>();

	private boolean closed;

	private Database(Path directory, EmbeddingFunctionRegistry functions, boolean ownsFunctions) throws IOException {
		this.directory = directory.toAbsolutePath().normalize();
		this.storage = new LocalStorage(this.directory);
		this.functions = functions;
		this.ownsFunctions = ownsFunctions;
	}

	/**
	 * Opens a database with the embedding functions that are on the class path.
	 * @param directory the folder; made if absent
	 * @return the database
	 * @throws StoreException if the folder cannot be used
	 */
	public static Database open(Path directory) {
		return open(directory, EmbeddingFunctionRegistry.discovered(), true);
	}

	/**
	 * Opens a database.
	 * @param directory the folder; made if absent
	 * @param functions the embedding functions; not closed with the database
	 * @return the database
	 * @throws StoreException if the folder cannot be used
	 */
	public static Database open(Path directory, EmbeddingFunctionRegistry functions) {
		return open(directory, functions, false);
	}

	private static Database open(Path directory, EmbeddingFunctionRegistry functions, boolean ownsFunctions) {
		try {
			return new Database(directory, functions, ownsFunctions);
		}
		catch (IOException ex) {
			throw new StoreException("The folder " + directory + " cannot be used as a database: " + ex.getMessage(),
					ex);
		}
	}

	/**
	 * Returns the folder.
	 * @return the absolute path of the folder
	 */
	public Path directory() {
		return this.directory;
	}

	/**
	 * Returns the embedding functions.
	 * @return the registry
	 */
	public EmbeddingFunctionRegistry functions() {
		return this.functions;
	}

	/**
	 * Returns the names of all tables.
	 * @return the names in order
	 */
	public List<String> tableNames() {
		return locked(() -> this.storage.list("")
			.stream()
			.filter((file) -> file.endsWith(TABLE_SUFFIX) && !file.startsWith("."))
			.map((file) -> file.substring(0, file.length() - TABLE_SUFFIX.length()))
			.toList());
	}

	/**
	 * Creates an empty table.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param schema the schema
	 * @return the table
	 * @throws InvalidInputException if the name or the schema is not acceptable
	 * @throws TableExistsException if there is a table of that name
	 */
	public Table createTable(String name, Schema schema) {
		return new Table(create(name, schema));
	}

	/**
	 * Opens a table.
	 * @param name the name of the table
	 * @return the table
	 * @throws TableNotFoundException if there is no table of that name
	 */
	public Table openTable(String name) {
		return new Table(open(name));
	}

	/**
	 * Creates an empty table for records.
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}
	 * @param <R> the type
	 * @return the table
	 * @throws InvalidInputException if a component cannot be stored
	 * @throws TableExistsException if there is a table of that name
	 */
	public <R extends Record> TypedTable<R> createTable(Class<R> type) {
		RecordMapping<R> mapping = RecordMapping.of(type);
		return new TypedTable<>(create(mapping.tableName(), mapping.schema(this.functions)), mapping);
	}

	/**
	 * Opens a table of records.
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}
	 * @param <R> the type
	 * @return the table
	 * @throws InvalidInputException if the records do not fit the columns of the table
	 * @throws TableNotFoundException if there is no table of that name
	 */
	public <R extends Record> TypedTable<R> openTable(Class<R> type) {
		RecordMapping<R> mapping = RecordMapping.of(type);
		OpenTable table = open(mapping.tableName());
		mapping.requireFits(table.schema());
		return new TypedTable<>(table, mapping);
	}

	/**
	 * Opens a table of records, creating it if there is none.
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}
	 * @param <R> the type
	 * @return the table
	 * @throws InvalidInputException if the records do not fit the columns of the table,
	 * or cannot be stored
	 */
	public <R extends Record> TypedTable<R> table(Class<R> type) {
		String name = RecordMapping.of(type).tableName();
		if (!locked(() -> this.storage.exists(folder(name)))) {
			try {
				return createTable(type);
			}
			catch (TableExistsException ex) {
				// Somebody else created it in between, which is just as well.
				return openTable(type);
			}
		}
		return openTable(type);
	}

	/**
	 * Deletes a table with all its versions.
	 * @param name the name of the table
	 * @throws TableNotFoundException if there is no table of that name
	 */
	public void dropTable(String name) {
		locked(() -> {
			String folder = folder(name);
			if (!this.storage.exists(folder)) {
				throw notFound(name);
			}
			OpenTable table = this.openTables.remove(name);
			if (table != null) {
				table.close();
			}
			String dropped = ".dropped-" + UUID.randomUUID();
			try (Storage.StorageLock tableLock = this.storage.lock(folder + "/" + TableFiles.LOCK)) {
				this.storage.move(folder, dropped);
			}
			this.storage.delete(dropped);
			return name;
		});
	}

	/**
	 * Finishes what runs in the background and closes all tables. Whatever uses them then
	 * gets a {@link StoreException}. Does nothing if called again.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			if (!this.closed) {
				this.closed = true;
				this.background.close();
				this.openTables.values().forEach(OpenTable::close);
				this.openTables.clear();
				if (this.ownsFunctions) {
					this.functions.close();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private OpenTable create(String name, Schema schema) {
		SchemaChecker.check(schema);
		return locked(() -> {
			String folder = folder(name);
			if (this.storage.exists(folder)) {
				throw exists(name);
			}
			String temporary = ".creating-" + UUID.randomUUID();
			this.storage.createFolder(temporary);
			try {
				Committer.create(this.storage.folder(temporary), schema, this.clock);
				this.storage.move(temporary, folder);
			}
			catch (FileAlreadyExistsException ex) {
				throw exists(name);
			}
			finally {
				this.storage.delete(temporary);
			}
			return open(name);
		});
	}

	private OpenTable open(String name) {
		return locked(() -> {
			OpenTable open = this.openTables.get(name);
			if (open != null && !open.isUsable()) {
				open.close();
				open = null;
			}
			if (open == null) {
				String folder = folder(name);
				if (!this.storage.exists(folder)) {
					throw notFound(name);
				}
				Storage tableStorage = this.storage.folder(folder);
				open = new OpenTable(name, tableStorage, Committer.open(tableStorage, this.clock), this.background,
						this.functions);
				this.openTables.put(name, open);
			}
			return open;
		});
	}

	private <T> T locked(OpenTable.FileAccess<T> access) {
		this.lock.lock();
		try {
			if (this.closed) {
				throw new StoreException("The database " + this.directory + " is closed");
			}
			return access.run();
		}
		catch (IOException ex) {
			throw new StoreException(
					"The database " + this.directory + " cannot be read or written: " + ex.getMessage(), ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private static String folder(String name) {
		if (!TABLE_NAME.matcher(name).matches()) {
			throw new InvalidInputException("'" + name + "' cannot be the name of a table; it takes 1 to 200 letters, "
					+ "digits, '_', '-' and '.', and does not begin with '.'");
		}
		return name + TABLE_SUFFIX;
	}

	private TableNotFoundException notFound(String name) {
		return new TableNotFoundException("Table '" + name + "' was not found in " + this.directory);
	}

	private TableExistsException exists(String name) {
		return new TableExistsException("Table '" + name + "' already exists in " + this.directory);
	}

}

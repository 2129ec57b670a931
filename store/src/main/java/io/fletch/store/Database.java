package io.fletch.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.NamespaceNotFoundException;
import io.fletch.store.error.StoreException;

/**
 * A place of tables: a folder, or the memory of this object. Safe for use by several
 * threads at once; several processes may open the same folder. Writes are durable when
 * they return. A database that was got by {@link #namespace(String...)} sees the tables
 * of that namespace, and is closed with the one that it was got from.
 */
public final class Database extends NamespaceTables implements AutoCloseable {

	private final boolean ownsConnection;

	Database(Connection connection, List<String> namespace, boolean ownsConnection) {
		this(connection, namespace, ownsConnection, null);
	}

	private Database(Connection connection, List<String> namespace, boolean ownsConnection,
			@Nullable String defaultFunction) {
		super(connection, new Catalog(connection, namespace), defaultFunction);
		this.ownsConnection = ownsConnection;
	}

	/**
	 * Opens a database with the default options.
	 * @param uri a folder, made if absent, in which {@code ~} stands for the user's; a
	 * {@code file:} uri; or {@code memory:} for a database that belongs to the returned
	 * object and is gone when that is closed
	 * @return the database
	 * @throws InvalidInputException if the uri is not one of these
	 * @throws StoreException if the folder cannot be used
	 */
	public static Database open(String uri) {
		return open(uri, DatabaseOptions.defaults());
	}

	/**
	 * Opens a database.
	 * @param uri as for {@link #open(String)}
	 * @param options how to open it
	 * @return the database
	 * @throws InvalidInputException if the uri is not as it should be
	 * @throws StoreException if the folder cannot be used
	 */
	public static Database open(String uri, DatabaseOptions options) {
		Objects.requireNonNull(uri, "uri");
		Objects.requireNonNull(options, "options");
		return open(DatabaseUri.parse(uri), options);
	}

	/**
	 * Returns the folder that a uri names, and opens nothing.
	 * @param uri as for {@link #open(String)}
	 * @return the absolute path of the folder; empty for a database in memory
	 * @throws InvalidInputException if the uri is not as it should be
	 */
	public static Optional<Path> folder(String uri) {
		Objects.requireNonNull(uri, "uri");
		return Optional.ofNullable(DatabaseUri.parse(uri).directory());
	}

	/**
	 * Opens a database with the default options.
	 * @param directory the folder; made if absent
	 * @return the database
	 * @throws InvalidInputException if it is a file
	 * @throws StoreException if the folder cannot be used
	 */
	public static Database open(Path directory) {
		return open(directory, DatabaseOptions.defaults());
	}

	/**
	 * Opens a database.
	 * @param directory the folder; made if absent
	 * @param functions the embedding functions; not closed with the database
	 * @return the database
	 * @throws InvalidInputException if it is a file
	 * @throws StoreException if the folder cannot be used
	 */
	public static Database open(Path directory, EmbeddingFunctionRegistry functions) {
		Objects.requireNonNull(directory, "directory");
		Objects.requireNonNull(functions, "functions");
		return open(directory, DatabaseOptions.defaults().withFunctions(functions));
	}

	/**
	 * Opens a database.
	 * @param directory the folder; made if absent
	 * @param options how to open it
	 * @return the database
	 * @throws InvalidInputException if it is a file
	 * @throws StoreException if the folder cannot be used
	 */
	public static Database open(Path directory, DatabaseOptions options) {
		Objects.requireNonNull(directory, "directory");
		Objects.requireNonNull(options, "options");
		return open(DatabaseUri.of(directory), options);
	}

	private static Database open(DatabaseUri uri, DatabaseOptions options) {
		return new Database(Connection.open(uri, options), List.of(), true);
	}

	/**
	 * Opens the database that {@link #serialize()} described, with the embedding
	 * functions that are on the class path.
	 * @param serialized what {@link #serialize()} returned, here or in another process
	 * @return the database
	 * @throws InvalidInputException if the text is damaged, or from a newer version of
	 * the library
	 * @throws StoreException if the folder cannot be used
	 */
	public static Database deserialize(String serialized) {
		Objects.requireNonNull(serialized, "serialized");
		return SerializedDatabase.open(serialized);
	}

	/**
	 * Returns what another process needs to open the same database: where it is, and how
	 * old its view of what others wrote may be. It has its own embedding functions,
	 * session and upkeep.
	 * @return the description, as JSON
	 * @throws InvalidInputException if the database is in memory, where nobody else can
	 * open it
	 */
	public String serialize() {
		return SerializedDatabase.write(connection().uri(), catalog().namespace(), connection().options());
	}

	/**
	 * Returns where the database is.
	 * @return the absolute path of the folder, or {@code memory:}
	 */
	public String uri() {
		return connection().uri().toString();
	}

	/**
	 * Returns the folder.
	 * @return the absolute path of the folder
	 * @throws InvalidInputException if the database is in memory
	 */
	public Path directory() {
		Path directory = connection().uri().directory();
		if (directory == null) {
			throw new InvalidInputException("A database in memory has no folder; open one by the path of a folder");
		}
		return directory;
	}

	/**
	 * Returns the options that the database was opened with.
	 * @return the options
	 */
	public DatabaseOptions options() {
		return connection().options();
	}

	/**
	 * Returns the embedding functions.
	 * @return the registry
	 */
	public EmbeddingFunctionRegistry functions() {
		return connection().functions();
	}

	/**
	 * Returns the database with another embedding function for new tables whose records
	 * name none. Tables that are there keep theirs. A namespace that is got from the view
	 * has it, too; {@link #serialize()} does not keep it.
	 * @param alias the alias of a function of {@link #functions()}
	 * @return the view, closed with this
	 * @throws io.fletch.store.embedding.EmbeddingException if no function has the alias
	 */
	public Database withDefaultFunction(String alias) {
		Objects.requireNonNull(alias, "alias");
		functions().requireAlias(alias);
		return new Database(connection(), catalog().namespace(), false, alias);
	}

	/**
	 * Tells whether the database is open.
	 * @return whether {@link #close()} was not called yet
	 */
	public boolean isOpen() {
		return connection().isOpen();
	}

	/**
	 * Returns the same database with methods that do not wait.
	 * @return the asynchronous view, closed with this
	 */
	public AsyncDatabase async() {
		return new AsyncDatabase(this);
	}

	/**
	 * Returns the database as seen from a namespace.
	 * @param path the names from this namespace down
	 * @return the view, closed with this
	 * @throws InvalidInputException if a name is not acceptable
	 * @throws NamespaceNotFoundException if there is no such namespace
	 */
	public Database namespace(String... path) {
		List<String> namespace = new ArrayList<>(catalog().namespace());
		namespace.addAll(Arguments.list(path, "path"));
		return view(namespace, false);
	}

	/**
	 * Returns the namespaces directly below.
	 * @return the namespaces
	 */
	public Namespaces namespaces() {
		return new Namespaces(connection(), catalog());
	}

	/**
	 * Returns the namespace that this sees.
	 * @return the names from the root of the database down; empty for the root
	 */
	public List<String> namespacePath() {
		return catalog().namespace();
	}

	/**
	 * Returns a view of a namespace, from the root down.
	 * @param closes whether closing the view closes the database
	 */
	Database view(List<String> namespace, boolean closes) {
		Database view = new Database(connection(), Names.requirePath(namespace), closes, chosenFunction());
		return connection().read(() -> {
			view.catalog().requireNamespace();
			return view;
		});
	}

	/**
	 * Lets nothing more begin in the background, and waits for what runs there. What is
	 * not done in time is stopped, which changes nothing: it begins anew after a later
	 * write. Tables can be read and written meanwhile. For whoever is about to close the
	 * database and has not much time.
	 * @param time how long to wait
	 * @return whether all was done in time
	 */
	public boolean pauseUpkeep(Duration time) {
		Objects.requireNonNull(time, "time");
		return connection().background().pause(time);
	}

	/**
	 * Lets upkeep run in the background again, from the next write on. Does nothing
	 * unless it is paused.
	 */
	public void resumeUpkeep() {
		connection().background().resume();
	}

	/**
	 * Finishes what runs in the background and closes all tables, except for what
	 * {@link #pauseUpkeep(Duration)} told to stop: that is not waited for. Whatever uses
	 * them then gets a {@link StoreException}. Does nothing if called again, or if this
	 * is a view of a namespace.
	 */
	@Override
	public void close() {
		if (this.ownsConnection) {
			connection().close();
		}
	}

	@Override
	public String toString() {
		String namespace = Names.render(namespacePath());
		return "Database[" + uri() + (namespace.isEmpty() ? "" : ", namespace " + namespace) + ", read consistency "
				+ options().readConsistencyInterval() + (isOpen() ? "" : ", closed") + "]";
	}

}

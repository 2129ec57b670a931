package io.fletch.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;

/**
 * A {@link Database} whose methods do not wait. Each future runs on a virtual thread of
 * its own, gives what the method of the same name gives, and completes exceptionally with
 * what that throws. Whoever completes it early, by {@code cancel} or a timeout,
 * interrupts the work, which then stops and changes nothing unless it was committed
 * already. What a method was given must not change before its future is complete. Which
 * methods give no future {@link AsyncTable} tells.
 */
public final class AsyncDatabase {

	private final Database database;

	AsyncDatabase(Database database) {
		this.database = database;
	}

	/**
	 * Returns what another process needs to open the same database: where it is, and the
	 * options except the embedding functions and the session.
	 * @return the description, as JSON
	 * @throws InvalidInputException if the database is in memory, where nobody else can
	 * open it
	 */
	public String serialize() {
		return this.database.serialize();
	}

	/**
	 * Returns where the database is.
	 * @return the absolute path of the folder, or {@code memory:}
	 */
	public String uri() {
		return this.database.uri();
	}

	/**
	 * Returns the folder.
	 * @return the absolute path of the folder
	 * @throws InvalidInputException if the database is in memory
	 */
	public Path directory() {
		return this.database.directory();
	}

	/**
	 * Returns the options that the database was opened with.
	 * @return the options
	 */
	public DatabaseOptions options() {
		return this.database.options();
	}

	/**
	 * Returns the embedding functions.
	 * @return the registry
	 */
	public EmbeddingFunctionRegistry functions() {
		return this.database.functions();
	}

	/**
	 * Tells whether the database is open.
	 * @return whether {@link #close()} was not called yet
	 */
	public boolean isOpen() {
		return this.database.isOpen();
	}

	/**
	 * Returns the names of all tables.
	 * @return completes with the names in order
	 */
	public CompletableFuture<List<String>> tableNames() {
		return AsyncRun.call(() -> this.database.tableNames());
	}

	/**
	 * Returns a page of the names of the tables.
	 * @param startAfter the last name of the page before; {@code null} for the first page
	 * @param limit how many names at most, at least 1
	 * @return completes with the names in order; fewer than {@code limit} at the end
	 */
	public CompletableFuture<List<String>> tableNames(@Nullable String startAfter, int limit) {
		return AsyncRun.call(() -> this.database.tableNames(startAfter, limit));
	}

	/**
	 * Tells whether there is a table.
	 * @param name the name
	 * @return completes with whether there is one of that name
	 */
	public CompletableFuture<Boolean> hasTable(String name) {
		return AsyncRun.call(() -> this.database.hasTable(name));
	}

	/**
	 * Creates an empty table.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param schema the schema
	 * @return completes with the table
	 */
	public CompletableFuture<AsyncTable> createTable(String name, Schema schema) {
		return AsyncRun.call(() -> new AsyncTable(this.database.createTable(name, schema)));
	}

	/**
	 * Creates an empty table, or takes one of that name.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param schema the schema
	 * @param mode what happens if there is a table of that name
	 * @return completes with the table
	 */
	public CompletableFuture<AsyncTable> createTable(String name, Schema schema, CreateMode mode) {
		return AsyncRun.call(() -> new AsyncTable(this.database.createTable(name, schema, mode)));
	}

	/**
	 * Creates an empty table whose vectors embedding functions make of other columns.
	 * @param name the name, as in {@link Database}
	 * @param schema the schema
	 * @param embeddings the columns that are filled, and the functions
	 * @return completes with the table
	 */
	public CompletableFuture<AsyncTable> createTable(String name, Schema schema, EmbeddingColumn... embeddings) {
		return AsyncRun.call(() -> new AsyncTable(this.database.createTable(name, schema, embeddings)));
	}

	/**
	 * Creates a table that begins, as version 1, with the rows of a source, and takes its
	 * schema from them.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param rows the rows
	 * @return completes with the table
	 */
	public CompletableFuture<AsyncTable> createTable(String name, RowSource rows) {
		return AsyncRun.call(() -> new AsyncTable(this.database.createTable(name, rows)));
	}

	/**
	 * Creates a table that begins with the rows of a source, or takes one of that name.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param rows the rows, all or none
	 * @param schema the schema, or {@code null} to take it from the rows
	 * @param mode what happens if there is a table of that name
	 * @param options how the rows are added
	 * @return completes with the table
	 */
	public CompletableFuture<AsyncTable> createTable(String name, RowSource rows, @Nullable Schema schema,
			CreateMode mode, AddOptions options) {
		return AsyncRun.call(() -> new AsyncTable(this.database.createTable(name, rows, schema, mode, options)));
	}

	/**
	 * Creates an empty table for records.
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}
	 * @param <R> the type
	 * @return completes with the table
	 */
	public <R extends Record> CompletableFuture<AsyncTypedTable<R>> createTable(Class<R> type) {
		return AsyncRun.call(() -> new AsyncTypedTable<>(this.database.createTable(type)));
	}

	/**
	 * Creates an empty table for records, or takes one of that name.
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}
	 * @param mode what happens if there is a table of that name
	 * @param <R> the type
	 * @return completes with the table
	 */
	public <R extends Record> CompletableFuture<AsyncTypedTable<R>> createTable(Class<R> type, CreateMode mode) {
		return AsyncRun.call(() -> new AsyncTypedTable<>(this.database.createTable(type, mode)));
	}

	/**
	 * Creates an empty table with the columns of records, under a name and with vectors
	 * of a length that only the running application knows.
	 * @param name the name of the table
	 * @param columns a type of records, whose name is not used
	 * @param dimensions the length of the vectors that say none and that no embedding
	 * function makes
	 * @param mode what happens if there is a table of that name
	 * @return completes with the table
	 */
	public CompletableFuture<AsyncTable> createTable(String name, Class<? extends Record> columns, int dimensions,
			CreateMode mode) {
		return AsyncRun.call(() -> new AsyncTable(this.database.createTable(name, columns, dimensions, mode)));
	}

	/**
	 * Creates a table for records with rows.
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}
	 * @param rows the rows, all or none
	 * @param <R> the type
	 * @return completes with the table
	 */
	public <R extends Record> CompletableFuture<AsyncTypedTable<R>> createTable(Class<R> type, RowSource rows) {
		return AsyncRun.call(() -> new AsyncTypedTable<>(this.database.createTable(type, rows)));
	}

	/**
	 * Opens a table.
	 * @param name the name of the table
	 * @return completes with the table
	 */
	public CompletableFuture<AsyncTable> openTable(String name) {
		return AsyncRun.call(() -> new AsyncTable(this.database.openTable(name)));
	}

	/**
	 * Opens a table of records.
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}
	 * @param <R> the type
	 * @return completes with the table
	 */
	public <R extends Record> CompletableFuture<AsyncTypedTable<R>> openTable(Class<R> type) {
		return AsyncRun.call(() -> new AsyncTypedTable<>(this.database.openTable(type)));
	}

	/**
	 * Opens a table of records, creating it if there is none.
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}
	 * @param <R> the type
	 * @return completes with the table
	 */
	public <R extends Record> CompletableFuture<AsyncTypedTable<R>> table(Class<R> type) {
		return AsyncRun.call(() -> new AsyncTypedTable<>(this.database.table(type)));
	}

	/**
	 * Opens a table of records under another name than theirs, creating it if there is
	 * none.
	 * @param name the name of the table
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}, whose
	 * name is not used
	 * @param <R> the type
	 * @return completes with the table
	 */
	public <R extends Record> CompletableFuture<AsyncTypedTable<R>> table(String name, Class<R> type) {
		return AsyncRun.call(() -> new AsyncTypedTable<>(this.database.table(name, type)));
	}

	/**
	 * Opens a table of records, after it was checked, created or extended.
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}
	 * @param mode what happens to a table that is missing or lacks something
	 * @param <R> the type
	 * @return completes with the table
	 */
	public <R extends Record> CompletableFuture<AsyncTypedTable<R>> table(Class<R> type, SchemaMode mode) {
		return AsyncRun.call(() -> new AsyncTypedTable<>(this.database.table(type, mode)));
	}

	/**
	 * Deletes a table with all its versions.
	 * @param name the name of the table
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> dropTable(String name) {
		return AsyncRun.run(() -> this.database.dropTable(name));
	}

	/**
	 * Deletes a table with all its versions, if there is one.
	 * @param name the name of the table
	 * @return completes with whether there was one
	 */
	public CompletableFuture<Boolean> dropTableIfExists(String name) {
		return AsyncRun.call(() -> this.database.dropTableIfExists(name));
	}

	/**
	 * Deletes all tables, but no namespaces.
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> dropAllTables() {
		return AsyncRun.run(() -> this.database.dropAllTables());
	}

	/**
	 * Renames a table.
	 * @param from the name of the table
	 * @param to its new name
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> renameTable(String from, String to) {
		return AsyncRun.run(() -> this.database.renameTable(from, to));
	}

	/**
	 * Moves a table into another namespace.
	 * @param from the name of the table
	 * @param namespace the namespace, from the root of the database down; empty for the
	 * root
	 * @param to the name of the table there
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> renameTable(String from, List<String> namespace, String to) {
		return AsyncRun.run(() -> this.database.renameTable(from, namespace, to));
	}

	/**
	 * Makes a table whose first version holds what a version of another does.
	 * @param source the name of the table to clone
	 * @param target the name of the clone
	 * @param options which version, whether files are shared, and where to
	 * @return completes with the clone
	 */
	public CompletableFuture<AsyncTable> cloneTable(String source, String target, CloneOptions options) {
		return AsyncRun.call(() -> new AsyncTable(this.database.cloneTable(source, target, options)));
	}

	/**
	 * Makes a table whose first version holds what a version of a table of any database
	 * does.
	 * @param source the table to clone, or a branch of one
	 * @param target the name of the clone
	 * @param options which version, whether files are shared, and the namespace in this
	 * database
	 * @return completes with the clone
	 */
	public CompletableFuture<AsyncTable> cloneTable(AsyncTable source, String target, CloneOptions options) {
		return AsyncRun.call(() -> new AsyncTable(this.database.cloneTable(source.table(), target, options)));
	}

	/**
	 * Returns the embedding function of new tables whose records name none.
	 * @return its alias
	 */
	public String defaultFunction() {
		return this.database.defaultFunction();
	}

	/**
	 * Returns the database with another embedding function for new tables whose records
	 * name none.
	 * @param alias the alias of a function of {@link #functions()}
	 * @return the view, closed with this
	 */
	public AsyncDatabase withDefaultFunction(String alias) {
		return new AsyncDatabase(this.database.withDefaultFunction(alias));
	}

	/**
	 * Returns the database as seen from a namespace.
	 * @param path the names from this namespace down
	 * @return completes with the view, closed with this
	 */
	public CompletableFuture<AsyncDatabase> namespace(String... path) {
		return AsyncRun.call(() -> new AsyncDatabase(this.database.namespace(path)));
	}

	/**
	 * Returns the namespaces directly below.
	 * @return the namespaces
	 */
	public AsyncNamespaces namespaces() {
		return new AsyncNamespaces(this.database.namespaces());
	}

	/**
	 * Returns the namespace that this sees.
	 * @return the names from the root of the database down; empty for the root
	 */
	public List<String> namespacePath() {
		return this.database.namespacePath();
	}

	/**
	 * Lets nothing more begin in the background, waits for what runs there, and stops
	 * what is not done in time, which changes nothing.
	 * @param time how long to wait
	 * @return completes with whether all was done in time
	 */
	public CompletableFuture<Boolean> pauseUpkeep(Duration time) {
		return AsyncRun.call(() -> this.database.pauseUpkeep(time));
	}

	/**
	 * Lets upkeep run in the background again, from the next write on.
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> resumeUpkeep() {
		return AsyncRun.run(() -> this.database.resumeUpkeep());
	}

	/**
	 * Finishes what runs in the background and closes all tables.
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> close() {
		return AsyncRun.run(() -> this.database.close());
	}

}

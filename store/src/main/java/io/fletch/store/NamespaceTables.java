package io.fletch.store;

import java.util.List;
import java.util.Objects;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.schema.SchemaChecker;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.NamespaceNotFoundException;
import io.fletch.store.error.TableExistsException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.mapping.RecordMapping;

/**
 * The tables of one namespace: what makes, opens, moves and removes them.
 */
public abstract sealed class NamespaceTables permits Database {

	private final Connection connection;

	private final Catalog catalog;

	private final @Nullable String defaultFunction;

	NamespaceTables(Connection connection, Catalog catalog, @Nullable String defaultFunction) {
		this.connection = connection;
		this.catalog = catalog;
		this.defaultFunction = defaultFunction;
	}

	final Connection connection() {
		return this.connection;
	}

	final Catalog catalog() {
		return this.catalog;
	}

	final @Nullable String chosenFunction() {
		return this.defaultFunction;
	}

	/**
	 * Returns the embedding function of new tables whose records name none.
	 * @return its alias: that of {@link Database#withDefaultFunction(String)}, or else
	 * the default of the registry
	 * @throws io.fletch.store.embedding.EmbeddingException if there is none
	 */
	public final String defaultFunction() {
		return (this.defaultFunction != null) ? this.defaultFunction : this.connection.functions().defaultAlias();
	}

	private Schema schema(RecordMapping<?> mapping) {
		return mapping.schema(this.connection.functions(), this.defaultFunction);
	}

	/**
	 * Returns the names of all tables.
	 * @return the names in order
	 */
	public final List<String> tableNames() {
		return this.catalog.tableNames();
	}

	/**
	 * Returns a page of the names of the tables.
	 * @param startAfter the last name of the page before; {@code null} for the first page
	 * @param limit how many names at most, at least 1
	 * @return the names in order; fewer than {@code limit} at the end
	 * @throws InvalidInputException if the limit is less than 1
	 */
	public final List<String> tableNames(@Nullable String startAfter, int limit) {
		return Page.of(tableNames(), startAfter, limit);
	}

	/**
	 * Tells whether there is a table.
	 * @param name the name
	 * @return whether there is one of that name
	 */
	public final boolean hasTable(String name) {
		Objects.requireNonNull(name, "name");
		return this.catalog.has(name);
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
	public final Table createTable(String name, Schema schema) {
		return createTable(name, schema, CreateMode.CREATE);
	}

	/**
	 * Creates an empty table, or takes one of that name.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param schema the schema
	 * @param mode what happens if there is a table of that name
	 * @return the table
	 * @throws InvalidInputException if the name or the schema is not acceptable, or the
	 * mode is {@link CreateMode#EXIST_OK} and the table has another schema
	 * @throws TableExistsException if there is a table of that name, and the mode is
	 * {@link CreateMode#CREATE}
	 */
	public final Table createTable(String name, Schema schema, CreateMode mode) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(schema, "schema");
		Objects.requireNonNull(mode, "mode");
		SchemaChecker.check(schema);
		ReservedMetadata.check(schema, this.connection.functions());
		return new Table(this.catalog.create(name, schema, mode));
	}

	/**
	 * Creates an empty table whose vectors embedding functions make of other columns.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param schema the schema; for a table with rows, give that of
	 * {@link EmbeddingColumn#in} to
	 * {@link #createTable(String, RowSource, Schema, CreateMode, AddOptions)}
	 * @param embeddings the columns that are filled, and the functions
	 * @return the table
	 * @throws InvalidInputException if the name, the schema or an embedding column is not
	 * acceptable
	 * @throws TableExistsException if there is a table of that name
	 */
	public final Table createTable(String name, Schema schema, EmbeddingColumn... embeddings) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(schema, "schema");
		Schema filled = schema;
		for (EmbeddingColumn embedding : Arguments.list(embeddings, "embeddings")) {
			filled = embedding.in(filled, this.connection.functions());
		}
		return createTable(name, filled);
	}

	/**
	 * Creates a table that begins, as version 1, with the rows of a source, and takes its
	 * schema from them.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param rows the rows; from maps the schema is inferred, in which a list of numbers
	 * whose name contains {@code vector} or {@code embedding} becomes a vector
	 * @return the table
	 * @throws InvalidInputException if the name is not acceptable, or the rows fit no
	 * schema
	 * @throws TableExistsException if there is a table of that name
	 */
	public final Table createTable(String name, RowSource rows) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(rows, "rows");
		return new Table(this.catalog.create(name, rows, null, CreateMode.CREATE, AddOptions.DEFAULT));
	}

	/**
	 * Creates a table that begins with the rows of a source, or takes one of that name.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param rows the rows, all or none
	 * @param schema the schema, or {@code null} to take it from the rows
	 * @param mode what happens if there is a table of that name: nothing is added to one
	 * that exists with {@link CreateMode#EXIST_OK}
	 * @param options how the rows are added
	 * @return the table
	 * @throws InvalidInputException if the name is not acceptable, a row does not fit the
	 * schema, or an existing table has another one
	 * @throws TableExistsException if there is a table of that name, and the mode is
	 * {@link CreateMode#CREATE}
	 */
	public final Table createTable(String name, RowSource rows, @Nullable Schema schema, CreateMode mode,
			AddOptions options) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(rows, "rows");
		Objects.requireNonNull(mode, "mode");
		Objects.requireNonNull(options, "options");
		if (schema != null) {
			SchemaChecker.check(schema);
			ReservedMetadata.check(schema, this.connection.functions());
		}
		return new Table(this.catalog.create(name, rows, schema, mode, options));
	}

	/**
	 * Creates an empty table for records, with its indexes.
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}
	 * @param <R> the type
	 * @return the table
	 * @throws InvalidInputException if a component cannot be stored
	 * @throws TableExistsException if there is a table of that name
	 */
	public final <R extends Record> TypedTable<R> createTable(Class<R> type) {
		return createTable(type, CreateMode.CREATE);
	}

	/**
	 * Creates an empty table for records, or takes one of that name.
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}
	 * @param mode what happens if there is a table of that name
	 * @param <R> the type
	 * @return the table
	 * @throws InvalidInputException if a component cannot be stored, or the mode is
	 * {@link CreateMode#EXIST_OK} and the table has another schema
	 * @throws TableExistsException if there is a table of that name, and the mode is
	 * {@link CreateMode#CREATE}
	 */
	public final <R extends Record> TypedTable<R> createTable(Class<R> type, CreateMode mode) {
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(mode, "mode");
		RecordMapping<R> mapping = RecordMapping.of(type);
		boolean isTaken = mode == CreateMode.EXIST_OK && this.catalog.has(mapping.tableName());
		OpenTable table = this.catalog.create(mapping.tableName(), schema(mapping), mode);
		return isTaken ? new TypedTable<>(table, mapping) : indexed(table, mapping);
	}

	private static <R extends Record> TypedTable<R> indexed(OpenTable table, RecordMapping<R> mapping) {
		TypedTable<R> typed = new TypedTable<>(table, mapping);
		new DeclaredIndexes(typed.untyped()).create(mapping.indexed());
		return typed;
	}

	/**
	 * Creates an empty table with the columns of records, under a name and with vectors
	 * of a length that only the running application knows.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param columns a type of records with {@link io.fletch.store.mapping.Table}, whose
	 * name is not used
	 * @param dimensions the length of the vectors that say none and that no embedding
	 * function makes
	 * @param mode what happens if there is a table of that name
	 * @return the table
	 * @throws InvalidInputException if the name, a component or the length is not
	 * acceptable, or the mode is {@link CreateMode#EXIST_OK} and the table has another
	 * schema
	 * @throws TableExistsException if there is a table of that name, and the mode is
	 * {@link CreateMode#CREATE}
	 */
	public final Table createTable(String name, Class<? extends Record> columns, int dimensions, CreateMode mode) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(columns, "columns");
		Objects.requireNonNull(mode, "mode");
		if (dimensions < 1) {
			throw new InvalidInputException("dimensions must be at least 1, but was " + dimensions);
		}
		RecordMapping<?> mapping = RecordMapping.of(columns);
		boolean isTaken = mode == CreateMode.EXIST_OK && this.catalog.has(name);
		Table table = createTable(name, mapping.schema(this.connection.functions(), dimensions), mode);
		if (!isTaken) {
			new DeclaredIndexes(table).create(mapping.indexed());
		}
		return table;
	}

	/**
	 * Creates a table for records with rows.
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}
	 * @param rows the rows, all or none
	 * @param <R> the type
	 * @return the table
	 * @throws InvalidInputException if a component cannot be stored, or a row does not
	 * fit
	 * @throws TableExistsException if there is a table of that name
	 */
	public final <R extends Record> TypedTable<R> createTable(Class<R> type, RowSource rows) {
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(rows, "rows");
		RecordMapping<R> mapping = RecordMapping.of(type);
		return indexed(
				this.catalog.create(mapping.tableName(), rows, schema(mapping), CreateMode.CREATE, AddOptions.DEFAULT),
				mapping);
	}

	/**
	 * Opens a table.
	 * @param name the name of the table
	 * @return the table
	 * @throws InvalidInputException if nothing can have that name
	 * @throws TableNotFoundException if there is no table of that name
	 */
	public final Table openTable(String name) {
		Objects.requireNonNull(name, "name");
		return new Table(this.catalog.open(name));
	}

	/**
	 * Opens a table of records.
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}
	 * @param <R> the type
	 * @return the table
	 * @throws InvalidInputException if the records do not fit the columns of the table
	 * @throws TableNotFoundException if there is no table of that name
	 */
	public final <R extends Record> TypedTable<R> openTable(Class<R> type) {
		Objects.requireNonNull(type, "type");
		RecordMapping<R> mapping = RecordMapping.of(type);
		return openTable(mapping.tableName(), mapping);
	}

	private <R extends Record> TypedTable<R> openTable(String name, RecordMapping<R> mapping) {
		OpenTable table = this.catalog.open(name);
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
	public final <R extends Record> TypedTable<R> table(Class<R> type) {
		Objects.requireNonNull(type, "type");
		return table(RecordMapping.of(type).tableName(), type);
	}

	/**
	 * Opens a table of records under another name than theirs, creating it if there is
	 * none.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}, whose
	 * name is not used
	 * @param <R> the type
	 * @return the table
	 * @throws InvalidInputException if the name is not acceptable, or the records do not
	 * fit the columns of the table, or cannot be stored
	 */
	public final <R extends Record> TypedTable<R> table(String name, Class<R> type) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(type, "type");
		return table(name, RecordMapping.of(type), SchemaMode.CREATE);
	}

	/**
	 * Opens a table of records, after it was checked, created or extended.
	 * @param type a type of records with {@link io.fletch.store.mapping.Table}
	 * @param mode what happens to a table that is missing or lacks something
	 * @param <R> the type
	 * @return the table
	 * @throws io.fletch.store.error.SchemaMismatchException if the records do not fit the
	 * columns of the table, or say something else of what they are for; nothing was
	 * changed
	 * @throws InvalidInputException if the records cannot be stored, or a column cannot
	 * be added
	 * @throws TableNotFoundException if there is no such table, and the mode is
	 * {@link SchemaMode#VALIDATE}
	 */
	public final <R extends Record> TypedTable<R> table(Class<R> type, SchemaMode mode) {
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(mode, "mode");
		RecordMapping<R> mapping = RecordMapping.of(type);
		return table(mapping.tableName(), mapping, mode);
	}

	private <R extends Record> TypedTable<R> table(String name, RecordMapping<R> mapping, SchemaMode mode) {
		if (mode != SchemaMode.VALIDATE && !hasTable(name)) {
			try {
				return indexed(this.catalog.create(name, schema(mapping), CreateMode.CREATE), mapping);
			}
			catch (TableExistsException ex) {
				// Somebody else created it in between, which is just as well.
				return fitting(name, mapping, mode);
			}
		}
		return fitting(name, mapping, mode);
	}

	private <R extends Record> TypedTable<R> fitting(String name, RecordMapping<R> mapping, SchemaMode mode) {
		TypedTable<R> typed = new TypedTable<>(this.catalog.open(name), mapping);
		Table table = typed.untyped();
		DeclaredIndexes indexes = new DeclaredIndexes(table);
		boolean hasRows = table.countRows() > 0;
		if (mode == SchemaMode.UPDATE) {
			table.columns()
				.change(new SchemaUpdate(mapping, schema(mapping), this.connection.functions(), indexes.fullText(),
						hasRows));
		}
		else {
			mapping.requireServes(table.schema(), indexes.fullText());
		}
		if (mode == SchemaMode.UPDATE || (mode == SchemaMode.CREATE && !hasRows)) {
			// A crash may have come between a new table and its indexes.
			indexes.create(mapping.indexed());
		}
		return typed;
	}

	/**
	 * Deletes a table with all its versions. Handles of it are refused from then on.
	 * @param name the name of the table
	 * @throws InvalidInputException if nothing can have that name
	 * @throws TableNotFoundException if there is no table of that name
	 */
	public final void dropTable(String name) {
		Objects.requireNonNull(name, "name");
		if (!this.catalog.drop(name)) {
			throw this.catalog.notFound(name);
		}
	}

	/**
	 * Deletes a table with all its versions, if there is one.
	 * @param name the name of the table
	 * @return whether there was one
	 * @throws InvalidInputException if nothing can have that name
	 */
	public final boolean dropTableIfExists(String name) {
		Objects.requireNonNull(name, "name");
		return this.catalog.drop(name);
	}

	/**
	 * Deletes all tables, but no namespaces.
	 */
	public final void dropAllTables() {
		tableNames().forEach(this::dropTableIfExists);
	}

	/**
	 * Renames a table. Handles of it are refused from then on; open it under its new
	 * name.
	 * @param from the name of the table
	 * @param to its new name
	 * @throws InvalidInputException if the new name is not acceptable
	 * @throws TableNotFoundException if there is no table of the old name
	 * @throws TableExistsException if there is a table of the new name
	 */
	public final void renameTable(String from, String to) {
		Objects.requireNonNull(from, "from");
		Objects.requireNonNull(to, "to");
		this.catalog.rename(from, this.catalog, to);
	}

	/**
	 * Moves a table into another namespace.
	 * @param from the name of the table
	 * @param namespace the namespace, from the root of the database down; empty for the
	 * root
	 * @param to the name of the table there
	 * @throws InvalidInputException if a name is not acceptable
	 * @throws TableNotFoundException if there is no table of the old name
	 * @throws TableExistsException if there is a table of the new name
	 * @throws NamespaceNotFoundException if there is no such namespace
	 */
	public final void renameTable(String from, List<String> namespace, String to) {
		Objects.requireNonNull(from, "from");
		Objects.requireNonNull(namespace, "namespace");
		Objects.requireNonNull(to, "to");
		this.catalog.rename(from, new Catalog(this.connection, Names.requirePath(namespace)), to);
	}

	/**
	 * Makes a table whose first version holds what a version of another does.
	 * @param source the name of the table to clone
	 * @param target the name of the clone
	 * @param options which version, whether files are shared, and where to
	 * @return the clone
	 * @throws InvalidInputException if a name is not acceptable
	 * @throws TableNotFoundException if there is no table to clone
	 * @throws TableExistsException if there is a table of the clone's name
	 * @throws NamespaceNotFoundException if there is no such namespace
	 */
	public final Table cloneTable(String source, String target, CloneOptions options) {
		Objects.requireNonNull(source, "source");
		Objects.requireNonNull(target, "target");
		Objects.requireNonNull(options, "options");
		return cloneTable(this.catalog.open(source), target, options);
	}

	/**
	 * Makes a table whose first version holds what a version of a table of any database
	 * does. Files are shared only within one file system.
	 * @param source the table to clone, or a branch of one; unless the options name a
	 * version, the one that it reads is cloned
	 * @param target the name of the clone
	 * @param options which version, whether files are shared, and the namespace in this
	 * database; by default that of this view
	 * @return the clone
	 * @throws InvalidInputException if the name is not acceptable
	 * @throws TableExistsException if there is a table of the clone's name
	 * @throws NamespaceNotFoundException if there is no such namespace
	 */
	public final Table cloneTable(Table source, String target, CloneOptions options) {
		Objects.requireNonNull(source, "source");
		Objects.requireNonNull(target, "target");
		Objects.requireNonNull(options, "options");
		boolean pinned = source.isCheckedOut() && options.version() == null && options.tag() == null;
		return cloneTable(source.opened(), target, pinned ? options.ofVersion(source.version()) : options);
	}

	private Table cloneTable(OpenTable source, String target, CloneOptions options) {
		List<String> namespace = options.namespace();
		Catalog into = (namespace != null) ? new Catalog(this.connection, Names.requirePath(namespace)) : this.catalog;
		TableClone files = new TableClone(source, options);
		return new Table(into.publish(target, (folder) -> files.write(folder, this.connection.clock())));
	}

}

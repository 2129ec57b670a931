package io.fletch.store;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.ConflictException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.SchemaChange;

/**
 * Changes the columns of a table. Every change is one version. Data files are never
 * written anew: new values go to files beside them, a renamed, widened or dropped column
 * costs nothing.
 */
public final class Columns {

	/** How often a change is worked out while others commit. */
	private static final int MAX_ATTEMPTS = 5;

	private final TableHandle handle;

	Columns(TableHandle handle) {
		this.handle = handle;
	}

	/**
	 * Adds columns whose values are null.
	 * @param fields the columns; nullable, unless the table is empty
	 * @return the new version
	 * @throws InvalidInputException if there is a column of that name, or a type is not
	 * supported
	 */
	public long add(Field... fields) {
		Map<String, AddColumns.Source> sources = new LinkedHashMap<>();
		List<Field> added = requireAny(Arguments.list(fields, "fields"), "column").stream()
			.map((field) -> FunctionMetadata.with(field, ColumnRoles.DEFINITION, null))
			.toList();
		List<String> names = added.stream().map(Field::getName).toList();
		EmbeddingFunctionRegistry functions = this.handle.writable().functions();
		for (Field field : added) {
			put(sources, field.getName(), (present, name) -> {
				ReservedMetadata.check(present, added, functions);
				return new AddColumns.Values(field, null);
			});
		}
		return change(new AddColumns(sources, (schema) -> FunctionMetadata.ofNewColumns(schema,
				(field) -> names.contains(field.getName()), functions)))
			.version();
	}

	/**
	 * Adds fields to a column of structs, or to a struct inside. They are null in the
	 * rows that are there.
	 * @param parent the path of the struct
	 * @param fields the fields, nullable
	 * @return the new version
	 * @throws InvalidInputException if there is no such struct, it has a field of that
	 * name, or a field cannot be null or has a type that is not supported
	 */
	public long add(String parent, Field... fields) {
		Objects.requireNonNull(parent, "parent");
		List<Field> added = requireAny(Arguments.list(fields, "fields"), "field");
		return change(new AddFields(parent, added)).version();
	}

	/**
	 * Adds columns whose values expressions give, for the rows that are there. Rows added
	 * later without a value have null, unless the expression can never be null: then the
	 * column cannot either.
	 * @param expressions expressions in SQL by the name of the new column
	 * @return the new version
	 * @throws InvalidInputException if there is a column of that name, or an expression
	 * does not fit the table
	 */
	public long add(Map<String, String> expressions) {
		Map<String, AddColumns.Source> sources = new LinkedHashMap<>();
		Map<String, String> given = Arguments.map(expressions, "expressions");
		requireAny(given.keySet(), "column");
		given.forEach((name, sql) -> put(sources, name, new ExpressionColumn(sql)));
		return change(new AddColumns(sources)).version();
	}

	/**
	 * Adds columns that are computed by {@link #refresh(String)}, null until then.
	 * Nothing else writes them, and what they read cannot be altered or dropped.
	 * @param expressions expressions in SQL by the name of the new column
	 * @return the new version
	 * @throws InvalidInputException if there is a column of that name, or an expression
	 * does not fit the table
	 */
	public long addComputed(Map<String, String> expressions) {
		Map<String, AddColumns.Source> sources = new LinkedHashMap<>();
		Map<String, String> given = Arguments.map(expressions, "expressions");
		requireAny(given.keySet(), "column");
		given.forEach((column, sql) -> put(sources, column,
				(present, name) -> new AddColumns.Values(ComputedColumns.declare(present, name, sql), null)));
		return change(new AddColumns(sources)).version();
	}

	/**
	 * Computes the values that a computed column lacks. Those that are there stay, even
	 * if what they were computed from has changed since.
	 * @param column the name of the column
	 * @return the new version and how many rows were filled, as updated ones; the present
	 * version if none lacked a value
	 * @throws InvalidInputException if the column is not computed, or a calculation has
	 * no result
	 */
	public WriteResult refresh(String column) {
		Objects.requireNonNull(column, "column");
		RefreshColumn refresh = new RefreshColumn(column);
		Manifest latest = this.handle.writable().latest();
		if (!isLacking(latest, column)) {
			refresh.schema(latest.schema());
			return new WriteResult(latest.version(), 0, 0, 0);
		}
		return WriteResult.of(change(refresh));
	}

	/**
	 * Returns the columns of vectors that embedding functions fill.
	 * @return source, column and function of each, in the order of the columns
	 */
	public List<EmbeddingColumn> embeddings() {
		List<Field> fields = this.handle.schema().getFields();
		return this.handle.roles()
			.made()
			.stream()
			.map((column) -> new EmbeddingColumn(
					column.sources().stream().map((source) -> fields.get(source).getName()).toList(),
					fields.get(column.position()).getName(), String.valueOf(column.function())))
			.toList();
	}

	/**
	 * Makes all vectors of a column anew, as
	 * {@link #reembed(String, String, ReembedProgress)} does, and tells nobody how far it
	 * is.
	 * @param column the name of a column whose vectors are made of another
	 * @param function the name of the function that makes them from now on
	 * @return what was done
	 * @throws InvalidInputException as of the other method
	 */
	public ReembedResult reembed(String column, String function) {
		return reembed(column, function, ReembedProgress.NONE);
	}

	/**
	 * Makes all vectors of a column anew, by the same function or by another: the way to
	 * change its model. They are made in a column beside it,
	 * {@code <column>_reembedding}, while others read and write; rows that come or change
	 * meanwhile get vectors of both. When none lacks, that column takes the place of the
	 * other in one version. The vectors that are made are kept if this is cancelled,
	 * fails or crashes, and the same call goes on from there; to give up, drop that
	 * column. A vector of a row without source is taken over if its length fits. Indexes
	 * of the column go with the old vectors.
	 * @param column the name of a column whose vectors are made of another
	 * @param function the name of the function that makes them from now on
	 * @param progress is told how far it is
	 * @return what was done
	 * @throws InvalidInputException if there is no such column of vectors, it has no
	 * source, or the function does not fit it
	 * @throws io.fletch.store.embedding.EmbeddingException if the function cannot be had,
	 * or fails; what was made is kept
	 * @throws ConflictException if somebody gave it up or began it with another function
	 * meanwhile, or changed the table so often that nothing could be written
	 * @throws io.fletch.store.error.CancelledException if the thread was interrupted;
	 * what was made is kept
	 */
	public ReembedResult reembed(String column, String function, ReembedProgress progress) {
		return reembed(column, function, progress, Reembedding.LEAST);
	}

	ReembedResult reembed(String column, String function, ReembedProgress progress, int least) {
		Objects.requireNonNull(column, "column");
		Objects.requireNonNull(function, "function");
		Objects.requireNonNull(progress, "progress");
		OpenTable table = this.handle.writable();
		return new Reembedding(table, new Replacement(column, function, table.functions()), this::change, progress,
				least)
			.run();
	}

	private boolean isLacking(Manifest latest, String column) {
		return this.handle.scan((snapshot) -> snapshot.scanner()
			.select(ExpressionParser.parseFilter("`" + column + "` IS NULL", Map.of(), latest.schema()))
			.count() > 0);
	}

	/**
	 * Renames columns, or changes their types or whether they may be null, all or none.
	 * Every path means the column of that name before all the changes, so that names can
	 * be swapped.
	 * @param alterations what to change
	 * @return the new version; the present one if nothing changes
	 * @throws InvalidInputException if there is no such column, a name is taken, a value
	 * is not one of the new type, or null where that is no longer allowed, or the vectors
	 * of a column are being made anew
	 */
	public long alter(ColumnAlteration... alterations) {
		List<ColumnAlteration> asked = requireAny(Arguments.list(alterations, "alterations"), "alteration");
		return change(new AlterColumns(asked)).version();
	}

	/**
	 * Drops columns. Older versions keep them.
	 * @param paths the names of columns, or paths of fields inside columns
	 * @return the new version
	 * @throws InvalidInputException if there is no such column, if all would be dropped,
	 * if vectors or computed columns are made from one of them, or its vectors are being
	 * made anew in a column that stays
	 */
	public long drop(String... paths) {
		List<String> dropped = requireAny(Arguments.list(paths, "paths"), "column");
		return change(new DropColumns(dropped)).version();
	}

	/**
	 * Makes a column the primary key, by which a merge-insert without keys matches rows.
	 * That its values are unique is not enforced. A table keeps its primary key as long
	 * as it has the column.
	 * @param column the name of a column of integers, text, bytes, dates, times or
	 * timestamps
	 * @return the new version
	 * @throws InvalidInputException if there is no such column, its type cannot be a key,
	 * or the table has a primary key
	 */
	public long setPrimaryKey(String column) {
		Objects.requireNonNull(column, "column");
		return change(new PrimaryKey(column)).version();
	}

	/**
	 * Adds the columns of other rows by key, as a left join: a row gets the values of the
	 * one source row that has its key, and null if none has. The source rows are held in
	 * memory.
	 * @param rows the source rows
	 * @param on the name of the key, in the table and in the source
	 * @return the new version
	 * @throws InvalidInputException if the key is not a column of both, a column of the
	 * source is one of the table, or a row of the table has the key of two source rows
	 */
	public long join(RowSource rows, String on) {
		Objects.requireNonNull(on, "on");
		return join(rows, on, on);
	}

	/**
	 * Adds the columns of other rows by key, as a left join: a row gets the values of the
	 * one source row that has its key, and null if none has. The source rows are held in
	 * memory.
	 * @param rows the source rows
	 * @param leftOn the name of the key in the table
	 * @param rightOn the name of the key in the source, which is not added
	 * @return the new version
	 * @throws InvalidInputException if a key is not a column, a column of the source is
	 * one of the table, or a row of the table has the key of two source rows
	 */
	public long join(RowSource rows, String leftOn, String rightOn) {
		Objects.requireNonNull(rows, "rows");
		Objects.requireNonNull(leftOn, "leftOn");
		Objects.requireNonNull(rightOn, "rightOn");
		this.handle.writable();
		JoinedRows joined = JoinedRows.read(rows, leftOn, rightOn);
		return change(new AddColumns(joined.columns())).version();
	}

	/**
	 * Sets entries of a field's metadata; the others stay.
	 * @param path the field
	 * @param entries the entries; a null value deletes one
	 * @return the new version
	 * @throws InvalidInputException if there is no such field, or a key is reserved
	 */
	public long updateMetadata(String path, Map<String, ? extends @Nullable String> entries) {
		Objects.requireNonNull(path, "path");
		Objects.requireNonNull(entries, "entries");
		return change(new UpdateFieldMetadata(Map.of(path, entries), false)).version();
	}

	/**
	 * Sets entries of several fields' metadata in one version; the others stay.
	 * @param entries the entries of each field by its path; a null value deletes one
	 * @return the new version
	 * @throws InvalidInputException if there is no such field, or a key is reserved
	 */
	public long updateMetadata(Map<String, ? extends Map<String, ? extends @Nullable String>> entries) {
		requireAny(Arguments.map(entries, "entries").keySet(), "field");
		return change(new UpdateFieldMetadata(entries, false)).version();
	}

	/**
	 * Replaces several fields' metadata in one version.
	 * @param entries all entries of each field from now on, by its path
	 * @return the new version
	 * @throws InvalidInputException if there is no such field, or a key is reserved
	 */
	public long replaceMetadata(Map<String, ? extends Map<String, String>> entries) {
		requireAny(Arguments.map(entries, "entries").keySet(), "field");
		return change(new UpdateFieldMetadata(entries, true)).version();
	}

	/**
	 * Replaces a field's metadata.
	 * @param path the field
	 * @param entries all entries from now on
	 * @return the new version
	 * @throws InvalidInputException if there is no such field, or a key is reserved
	 */
	public long replaceMetadata(String path, Map<String, String> entries) {
		Objects.requireNonNull(path, "path");
		Objects.requireNonNull(entries, "entries");
		return change(new UpdateFieldMetadata(Map.of(path, entries), true)).version();
	}

	private static void put(Map<String, AddColumns.Source> sources, String name, AddColumns.Source source) {
		if (sources.putIfAbsent(name, source) != null) {
			throw new InvalidInputException("The new column '" + name + "' is given twice");
		}
	}

	private static <C extends Collection<?>> C requireAny(C given, String what) {
		if (given.isEmpty()) {
			throw new InvalidInputException("There is no " + what + " given; give at least one");
		}
		return given;
	}

	Manifest change(SchemaChange.Edit edit) {
		OpenTable table = this.handle.writable();
		Manifest latest = table.latest();
		if (edit.schema(latest.schema()).equals(latest.schema()) && !edit.readsRows()) {
			return latest;
		}
		SchemaChange change = new SchemaChange(table.storage(), edit);
		try {
			return table.read(() -> {
				Manifest made = commit(table, change, edit);
				change.discardUnused();
				return made;
			});
		}
		catch (CommitUnknownException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			// Whatever it was, the files of the change go, and it is thrown on.
			discard(table, change, ex);
			throw ex;
		}
	}

	private static Manifest commit(OpenTable table, SchemaChange change, SchemaChange.Edit edit) throws IOException {
		for (int attempt = 1;; attempt++) {
			change.prepare(table.committer().latest());
			try {
				return table.commit(change);
			}
			catch (ConflictException ex) {
				if (attempt >= MAX_ATTEMPTS && !edit.canInsist()) {
					throw ex;
				}
				if (attempt == MAX_ATTEMPTS) {
					change.insist();
				}
			}
		}
	}

	private static void discard(OpenTable table, SchemaChange change, RuntimeException cause) {
		try {
			table.read(() -> {
				change.discard();
				return change;
			});
		}
		catch (StoreException ex) {
			cause.addSuppressed(ex);
		}
	}

}

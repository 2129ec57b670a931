package io.fletch.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.mapping.RecordMapping;

/**
 * A table whose rows are records. Safe for use by several threads at once. Reads see the
 * latest version, whichever process wrote it; writes are durable when they return.
 *
 * @param <R> the type of the rows
 */
public final class TypedTable<R extends Record> extends WritableTable<R> {

	private final RecordMapping<R> mapping;

	TypedTable(OpenTable table, RecordMapping<R> mapping) {
		this(TableHandle.latest(table), mapping);
	}

	private TypedTable(TableHandle handle, RecordMapping<R> mapping) {
		super(handle, new RecordReader<>(mapping));
		this.mapping = mapping;
	}

	/**
	 * Adds rows, all or none. A row whose vector is null gets the vector of its source
	 * field's text from the table's embedding function.
	 * @param rows the rows
	 * @return the version made and the number of rows; without rows the present version
	 * @throws InvalidInputException if a row does not fit the schema; nothing was added
	 * @throws io.fletch.store.embedding.EmbeddingException if a vector could not be made;
	 * nothing was added
	 */
	public WriteResult add(List<R> rows) {
		Objects.requireNonNull(rows, "rows");
		return Append.run(handle().writable(), (schema) -> this.mapping.toRows(rows, schema));
	}

	/**
	 * Begins a merge-insert, which updates, inserts and deletes rows by key.
	 * @param keys the columns by which source rows and rows of the table are matched;
	 * none for the primary key
	 * @return the merge-insert, without clauses
	 * @throws InvalidInputException if a key is not a column, or none is given and the
	 * table has no primary key
	 */
	public MergeInsert<R> mergeInsert(String... keys) {
		Arguments.list(keys, "keys");
		return MergeInsert.by(handle().writable(), (rows,
				schema) -> new MergeSource.Given(this.mapping.toRows(rows, schema), this.mapping.columns(schema)),
				PrimaryKey.orGiven(handle(), keys));
	}

	/**
	 * Returns the alias of the function that fills vectors and embeds questions. A table
	 * keeps the one that it was created with.
	 * @return the alias, or {@code null} if the table has no such function
	 */
	public @Nullable String embeddingFunction() {
		ColumnRoles.VectorColumn vector = handle().roles().asked();
		return (vector != null) ? vector.function() : null;
	}

	/**
	 * Opens an older version for reading. Its handle refuses every write, and the version
	 * is kept by every cleanup, until the handle is closed or forgotten.
	 * @param version the number of the version
	 * @return the table as it was
	 * @throws InvalidInputException if the records do not fit the columns of that version
	 * @throws io.fletch.store.error.VersionNotFoundException if there was no such
	 * version, or it was cleaned up
	 */
	public TypedTable<R> checkout(long version) {
		TableHandle old = TableHandle.at(handle().table(), version);
		try {
			this.mapping.requireFits(old.schema());
			return new TypedTable<>(old, this.mapping);
		}
		catch (RuntimeException ex) {
			// Nobody gets the handle if the records do not fit.
			old.close();
			throw ex;
		}
	}

	/**
	 * Opens a tagged version for reading.
	 * @param tag the name of the tag
	 * @return the table as it was, as by {@link #checkout(long)}
	 * @throws io.fletch.store.error.VersionNotFoundException if there is no such tag
	 */
	public TypedTable<R> checkout(String tag) {
		Objects.requireNonNull(tag, "tag");
		return checkout(untyped().tags().version(tag));
	}

	/**
	 * Opens the version that was the latest at some time.
	 * @param time the time
	 * @return the table as it was, as by {@link #checkout(long)}
	 * @throws io.fletch.store.error.VersionNotFoundException if there was no version, or
	 * it was cleaned up
	 */
	public TypedTable<R> checkout(Instant time) {
		Objects.requireNonNull(time, "time");
		return checkout(TableVersions.at(untyped().versions(), time));
	}

	@Override
	public String toString() {
		return "TypedTable[" + handle() + "]";
	}

	/**
	 * Returns the same table with rows as maps.
	 * @return the table, closed together with this
	 */
	public Table untyped() {
		return new Table(handle());
	}

	/**
	 * Makes records of whole columns.
	 *
	 * @param mapping which column is which component
	 * @param <R> the type of the records
	 */
	private record RecordReader<R extends Record>(RecordMapping<R> mapping) implements RowReader<R> {

		@Override
		public R read(@Nullable Object[] values, Schema schema, Projection projection, long rowId,
				Map<String, @Nullable Object> computed) {
			return this.mapping.toRecord(values, schema);
		}

		@Override
		public void check(Projection projection) {
			if (!projection.isPlain()) {
				throw new InvalidInputException("A record has no place for "
						+ (projection.rowId() ? "the row id; read Hit.rowId(), or"
								: projection.named() + "; select the whole column, or")
						+ " search untyped(), whose rows are maps");
			}
		}

	}

}

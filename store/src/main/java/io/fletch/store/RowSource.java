package io.fletch.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.ElementRows;
import io.fletch.store.ingest.RowBatches;
import io.fletch.store.ingest.VectorRows;
import io.fletch.store.ingest.arrow.ArrowRows;
import io.fletch.store.ingest.parquet.ParquetRows;

/**
 * Where rows come from. Rows are read in batches, so that a source may hold more than
 * memory does. Nothing is read before the rows are asked for; then the source closes what
 * it opened, on success and on failure.
 */
public final class RowSource {

	private final Opening opening;

	private final boolean repeatable;

	private final long rowCount;

	private final AtomicBoolean used = new AtomicBoolean();

	private RowSource(boolean repeatable, long rowCount, Opening opening) {
		this.repeatable = repeatable;
		this.rowCount = rowCount;
		this.opening = opening;
	}

	/**
	 * Reads maps by column name.
	 * @param rows the rows; a collection can be read again and again
	 * @return the source
	 */
	public static RowSource maps(Iterable<? extends Map<String, ? extends @Nullable Object>> rows) {
		Objects.requireNonNull(rows, "rows");
		return iterable(rows);
	}

	/**
	 * Reads maps by column name, once.
	 * @param rows the rows; the stream is closed in the end
	 * @return the source
	 */
	public static RowSource maps(Stream<? extends Map<String, ? extends @Nullable Object>> rows) {
		Objects.requireNonNull(rows, "rows");
		return stream(rows);
	}

	/**
	 * Reads maps by column name, once.
	 * @param rows the rows
	 * @return the source
	 */
	public static RowSource maps(Iterator<? extends Map<String, ? extends @Nullable Object>> rows) {
		Objects.requireNonNull(rows, "rows");
		return iterator(rows);
	}

	/**
	 * Reads records, whose components are the columns.
	 * @param records the records; a collection can be read again and again
	 * @return the source
	 */
	public static RowSource records(Iterable<? extends Record> records) {
		Objects.requireNonNull(records, "records");
		return iterable(records);
	}

	/**
	 * Reads records, whose components are the columns, once.
	 * @param records the records; the stream is closed in the end
	 * @return the source
	 */
	public static RowSource records(Stream<? extends Record> records) {
		Objects.requireNonNull(records, "records");
		return stream(records);
	}

	/**
	 * Reads records, whose components are the columns, once.
	 * @param records the records
	 * @return the source
	 */
	public static RowSource records(Iterator<? extends Record> records) {
		Objects.requireNonNull(records, "records");
		return iterator(records);
	}

	/**
	 * Reads the rows of Arrow vectors. They stay the caller's, and must not change before
	 * the rows were read.
	 * @param root the vectors, whose dictionary-encoded columns need
	 * {@link #arrow(ArrowReader)}
	 * @return the source, which can be read again and again
	 */
	public static RowSource arrow(VectorSchemaRoot root) {
		Objects.requireNonNull(root, "root");
		return new RowSource(true, root.getRowCount(), (target) -> typed(ArrowRows.of(root), target));
	}

	/**
	 * Reads the batches of an Arrow reader of any kind, once. The reader stays the
	 * caller's to close.
	 * @param reader the reader
	 * @return the source
	 */
	public static RowSource arrow(ArrowReader reader) {
		Objects.requireNonNull(reader, "reader");
		return new RowSource(false, -1, (target) -> typed(ArrowRows.of(reader), target));
	}

	/**
	 * Reads a file in the Arrow IPC file format, also called Feather version 2.
	 * @param file the file, uncompressed
	 * @return the source, which can be read again and again
	 */
	public static RowSource arrowFile(Path file) {
		Objects.requireNonNull(file, "file");
		return new RowSource(true, -1, (target) -> typed(ArrowRows.file(file), target));
	}

	/**
	 * Reads the Arrow IPC streaming format, uncompressed, once.
	 * @param stream the stream, which stays the caller's to close
	 * @return the source
	 */
	public static RowSource arrowStream(InputStream stream) {
		Objects.requireNonNull(stream, "stream");
		return new RowSource(false, -1, (target) -> typed(ArrowRows.stream(stream), target));
	}

	/**
	 * Reads a Parquet file, one row group in memory at a time. Needs the artifact
	 * {@code blue.strategic.parquet:parquet-floor} on the class path.
	 * @param file the file
	 * @return the source, which can be read again and again
	 */
	public static RowSource parquet(Path file) {
		Objects.requireNonNull(file, "file");
		return new RowSource(true, -1, (target) -> typed(ParquetRows.open(file), target));
	}

	/**
	 * Reads whatever this class knows: a collection, stream or iterator of maps or
	 * records, Arrow vectors or an Arrow reader.
	 * @param rows the rows
	 * @return the source
	 * @throws InvalidInputException if it is nothing of these, above all if it is a
	 * single row
	 */
	public static RowSource of(Object rows) {
		Objects.requireNonNull(rows, "rows");
		return switch (rows) {
			case RowSource source -> source;
			case Iterable<?> iterable -> iterable(iterable);
			case Stream<?> stream -> stream(stream);
			case Iterator<?> iterator -> iterator(iterator);
			case VectorSchemaRoot root -> arrow(root);
			case ArrowReader reader -> arrow(reader);
			case Map<?, ?> map -> throw single("map");
			case Record one -> throw single("record");
			default -> throw new InvalidInputException("Rows cannot be read from a " + rows.getClass().getName()
					+ "; give a collection, stream or iterator of maps or records, or one of the sources of RowSource");
		};
	}

	private static InvalidInputException single(String what) {
		return new InvalidInputException(
				"Rows are given as a collection, and this is a single " + what + "; put it into a list: List.of(row)");
	}

	private static RowSource iterable(Iterable<?> rows) {
		long count = (rows instanceof Collection<?> collection) ? collection.size() : -1;
		return new RowSource(true, count, (target) -> new ElementRows(rows.iterator(), RowSource::nothing, target));
	}

	private static RowSource stream(Stream<?> rows) {
		return new RowSource(false, -1, (target) -> {
			try {
				return new ElementRows(rows.iterator(), rows::close, target);
			}
			catch (RuntimeException | Error ex) {
				// The iterator is the application's and may throw anything; the stream is
				// ours to close.
				rows.close();
				throw ex;
			}
		});
	}

	private static RowSource iterator(Iterator<?> rows) {
		return new RowSource(false, -1, (target) -> new ElementRows(rows, RowSource::nothing, target));
	}

	private static RowBatches typed(RowBatches rows, @Nullable Schema target) throws IOException {
		if (target != null) {
			return rows;
		}
		try {
			return new VectorRows(rows);
		}
		catch (IOException | RuntimeException | Error ex) {
			// Nobody else closes rows whose first batch could not be read.
			rows.close();
			throw ex;
		}
	}

	private static void nothing() {
	}

	/**
	 * Tells whether the rows can be read more than once.
	 * @return whether they can
	 */
	public boolean isRepeatable() {
		return this.repeatable;
	}

	/**
	 * Returns the number of rows, as far as it is known before they are read.
	 * @return the number of rows, or -1
	 */
	public long rowCount() {
		return this.rowCount;
	}

	/**
	 * Begins to read the rows.
	 * @param target the schema that rows without one of their own must have, or
	 * {@code null} if it is to be inferred from the first rows
	 * @return the rows, to be closed by the caller
	 * @throws IOException if a file cannot be read
	 * @throws InvalidInputException if the source was read before and cannot be again, if
	 * it is damaged, or if no schema can be inferred
	 */
	public RowBatches open(@Nullable Schema target) throws IOException {
		if (this.used.getAndSet(true) && !this.repeatable) {
			throw new InvalidInputException("The rows of this source were read before, and a stream, an iterator or "
					+ "a reader gives them only once; make the source anew, or of a collection or a file");
		}
		return this.opening.open(target);
	}

	/**
	 * Reads the rows as maps by column name, a few at a time, for work on them before
	 * they become rows of a table.
	 * @return the rows, in order; to be closed. Of a source without a schema, that of the
	 * first rows is inferred
	 * @throws UncheckedIOException if a file cannot be read
	 * @throws InvalidInputException if the source was read before and cannot be again, if
	 * it is damaged, or if no schema can be inferred
	 */
	public Stream<Map<String, @Nullable Object>> toMaps() {
		try {
			MapRows rows = new MapRows(open(null));
			return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
				.onClose(rows::close);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * How the rows begin to be read.
	 */
	@FunctionalInterface
	private interface Opening {

		RowBatches open(@Nullable Schema target) throws IOException;

	}

}

package io.fletch.store.ingest;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a source while it is read: batches of at most 1,024 rows and about 4 MiB,
 * one after the other.
 */
public interface RowBatches extends AutoCloseable {

	/** The largest number of rows in a batch. */
	int MAX_ROWS = 1024;

	/** About how many bytes a batch holds at most, unless a single row is larger. */
	long MAX_BYTES = 4L << 20;

	/**
	 * Returns the schema of the rows.
	 * @return the schema
	 */
	Schema schema();

	/**
	 * Reads the next batch.
	 * @return the values of each row in the order of the schema's fields, in arrays that
	 * the caller may change, or {@code null} at the end
	 * @throws IOException if a file cannot be read
	 * @throws io.fletch.store.error.InvalidInputException if the data cannot be rows
	 */
	@Nullable List<@Nullable Object[]> next() throws IOException;

	/**
	 * Closes what the source opened. Does nothing if called again.
	 * @throws IOException if a file cannot be closed
	 */
	@Override
	void close() throws IOException;

	/**
	 * Returns which columns the rows read so far named; sources with a schema of their
	 * own name all of them.
	 * @return the positions of the columns in the schema
	 */
	default BitSet named() {
		BitSet all = new BitSet();
		all.set(0, schema().getFields().size());
		return all;
	}

}

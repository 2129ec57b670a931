package io.fletch.store.data;

import java.lang.foreign.MemorySegment;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.BlobSource;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.error.CorruptTableException;

/**
 * A record batch, read in place.
 *
 * @param rowCount the number of rows
 * @param columns the columns in the order of the schema's fields; one whose type was
 * widened is converted when it is first got
 */
public record RowBatch(int rowCount, List<ColumnReader> columns) {

	public RowBatch {
		columns = ColumnList.of(columns);
	}

	/**
	 * Reads an encapsulated record batch message of the table's own schema.
	 * @param schema the schema of the batch
	 * @param message the message, from its continuation marker to the end of its body
	 * @return the batch, which reads from the message's memory
	 * @throws CorruptTableException if the message is damaged
	 */
	public static RowBatch decode(Schema schema, MemorySegment message) {
		return decode(schema, schema, message);
	}

	/**
	 * Reads an encapsulated record batch message that was written under an earlier
	 * schema.
	 * @param written the schema when the message was written
	 * @param table the schema of the table
	 * @param message the message, from its continuation marker to the end of its body
	 * @return the batch with the columns of {@code table}, which reads from the message's
	 * memory
	 * @throws CorruptTableException if the message is damaged, or {@code table} cannot be
	 * read from it
	 */
	public static RowBatch decode(Schema written, Schema table, MemorySegment message) {
		return new BatchDecoder(written, table, BlobSource.NONE).decode(message, PartCheck.NONE);
	}

	/**
	 * Tells whether the batch has a column at all. The values of one that it has not are
	 * null.
	 * @param column the position of the column
	 * @return whether it has it
	 */
	public boolean has(int column) {
		return ((ColumnList) this.columns).has(column);
	}

	/**
	 * Returns how much memory values take at most that are converted because the type of
	 * their column was widened. Others stay where they are.
	 * @return the number of bytes
	 */
	public long convertedBytes() {
		return ((ColumnList) this.columns).convertedBytes();
	}

	/**
	 * Puts the columns of another file of the same rows over those of this one.
	 * @param later the columns that win where they are there
	 * @return the batch of both
	 * @throws CorruptTableException if the number of rows or columns differs
	 */
	public RowBatch overlay(RowBatch later) {
		if (later.rowCount != this.rowCount || later.columns.size() != this.columns.size()) {
			throw new CorruptTableException("The files of a fragment do not belong together: a batch of "
					+ this.rowCount + " rows and " + this.columns.size() + " columns stands beside one of "
					+ later.rowCount + " rows and " + later.columns.size() + " columns");
		}
		return new RowBatch(this.rowCount, ((ColumnList) this.columns).overlay((ColumnList) later.columns));
	}

	/**
	 * Returns the values of a row.
	 * @param row the position of the row
	 * @return the values in the order of the schema's fields
	 */
	public @Nullable Object[] row(int row) {
		@Nullable Object[] values = new @Nullable Object[this.columns.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.columns.get(i).get(row);
		}
		return values;
	}

}

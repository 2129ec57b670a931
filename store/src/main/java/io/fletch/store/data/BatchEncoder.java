package io.fletch.store.data;

import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.blob.BlobWriter;
import io.fletch.store.data.buffer.EncodedBatch;
import io.fletch.store.data.column.ColumnType;

/**
 * Encodes rows as one record batch of the Arrow columnar format, version 1.5,
 * uncompressed. Source: the Arrow specification, "Serialization and Interprocess
 * Communication".
 */
public final class BatchEncoder {

	private final Schema schema;

	/**
	 * Encodes rows of a schema.
	 * @param schema the schema; its types must be supported by {@link ColumnType}
	 */
	public BatchEncoder(Schema schema) {
		this.schema = schema;
	}

	/**
	 * Encodes rows. Blobs lie in the batch, however long they are.
	 * @param rows the values of each row in the order of the schema's fields, checked by
	 * {@link RowChecker}
	 * @return the batch
	 */
	public EncodedBatch encode(List<@Nullable Object[]> rows) {
		BatchBuilder batch = new BatchBuilder(this.schema, BlobTarget.INLINE);
		for (@Nullable
		Object[] row : rows) {
			batch.write(row);
		}
		return batch.encode();
	}

	/**
	 * Tells whether all blobs of rows are so short that they lie in their rows in data
	 * files too.
	 * @param rows the rows, as for {@link #encode(List)}
	 * @return whether they are; otherwise the rows belong into a data file
	 */
	public boolean hasOnlyShortBlobs(List<@Nullable Object[]> rows) {
		for (@Nullable
		Object[] row : rows) {
			for (Object value : row) {
				if (value instanceof Blob blob && blob.length() > BlobWriter.MAX_INLINE) {
					return false;
				}
			}
		}
		return true;
	}

}

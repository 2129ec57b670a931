package io.fletch.store.data;

import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferSink;
import io.fletch.store.data.buffer.EncodedBatch;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.column.ColumnWriter;

/**
 * Collects rows by column until they are encoded as one record batch.
 */
final class BatchBuilder {

	private final ColumnWriter[] columns;

	private int rowCount;

	BatchBuilder(Schema schema, BlobTarget blobs) {
		List<ColumnWriter> writers = new ArrayList<>();
		for (Field field : schema.getFields()) {
			writers.add(ColumnType.of(field).writer(blobs));
		}
		this.columns = writers.toArray(ColumnWriter[]::new);
	}

	void write(@Nullable Object[] row) {
		for (int i = 0; i < this.columns.length; i++) {
			this.columns[i].write(row[i]);
		}
		this.rowCount++;
	}

	/**
	 * Copies rows of a batch.
	 * @param patch the new values, or {@code null} if none are new
	 * @param copied how many rows were copied before with the same patch
	 */
	void copy(RowBatch batch, int from, int count, @Nullable RowPatch patch, int copied) {
		if (batch.columns().size() != this.columns.length) {
			throw new IllegalArgumentException("A batch of " + batch.columns().size()
					+ " columns does not go into a file of " + this.columns.length);
		}
		for (int i = 0; i < this.columns.length; i++) {
			ColumnReader patched = (patch != null) ? patch.column(i) : null;
			if (patched != null) {
				this.columns[i].copy(patched, copied, count);
			}
			else {
				this.columns[i].copy(batch.columns().get(i), from, count);
			}
		}
		this.rowCount += count;
	}

	int rowCount() {
		return this.rowCount;
	}

	long byteSize() {
		long size = 0;
		for (ColumnWriter column : this.columns) {
			size += column.byteSize();
		}
		return size;
	}

	/**
	 * Encodes the rows. The batch stands in memory that the next rows will use.
	 */
	EncodedBatch encode() {
		BufferSink sink = new BufferSink();
		for (ColumnWriter column : this.columns) {
			sink.column();
			column.emit(sink);
		}
		return new EncodedBatch(sink, this.rowCount);
	}

	void clear() {
		for (ColumnWriter column : this.columns) {
			column.clear();
		}
		this.rowCount = 0;
	}

}

package io.fletch.store;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.DataFileWriter;
import io.fletch.store.data.RowBatch;
import io.fletch.store.data.RowCopy;
import io.fletch.store.data.RowPatch;
import io.fletch.store.data.buffer.EncodedBatch;
import io.fletch.store.io.Storage;
import io.fletch.store.table.Change;
import io.fletch.store.table.TableFiles;

/**
 * Takes the rows that a change writes: few of them for the log itself, many for a data
 * file. Nothing is left of rows that were not finished.
 */
final class RowOutput implements AutoCloseable {

	private final Storage storage;

	private final Schema schema;

	private final RowCopy memory;

	private @Nullable DataFileWriter writer;

	private @Nullable DataFile file;

	RowOutput(Storage storage, Schema schema) {
		this.storage = storage;
		this.schema = schema;
		this.memory = new RowCopy(storage, schema);
	}

	/**
	 * Writes rows of a batch that has the schema of the table.
	 * @param patch new values, or {@code null} if none are new
	 */
	void write(RowBatch rows, BitSet selected, @Nullable RowPatch patch) throws IOException {
		if (this.writer == null && this.memory.rowCount() + selected.cardinality() <= RowFiles.MAX_LOG_ROWS) {
			this.memory.add(rows, selected, patch);
			moveIfTooLong();
		}
		else {
			writer().write(rows, selected, patch);
		}
	}

	/**
	 * Writes checked rows.
	 */
	void write(List<@Nullable Object[]> rows) throws IOException {
		if (this.writer == null && this.memory.rowCount() + rows.size() <= RowFiles.MAX_LOG_ROWS) {
			this.memory.add(rows);
			moveIfTooLong();
		}
		else {
			writer().write(rows);
		}
	}

	private void moveIfTooLong() throws IOException {
		if (this.memory.byteSize() > RowFiles.MAX_LOG_BYTES || !this.memory.isSelfContained()) {
			writer();
		}
	}

	private DataFileWriter writer() throws IOException {
		DataFileWriter open = this.writer;
		if (open == null) {
			open = DataFileWriter.create(this.storage, TableFiles.newData(), this.schema);
			this.writer = open;
			move(open);
		}
		return open;
	}

	private void move(DataFileWriter target) throws IOException {
		int rowCount = this.memory.rowCount();
		if (rowCount > 0) {
			BitSet all = new BitSet();
			all.set(0, rowCount);
			target.write(this.memory.take(), all);
		}
	}

	/**
	 * Ends the writing.
	 * @return the rows, ready to be committed, or {@code null} if there are none
	 */
	Change.@Nullable NewRows finish() throws IOException {
		if (this.writer == null && this.memory.rowCount() > 0) {
			EncodedBatch batch = this.memory.encode();
			if (batch.byteSize() <= RowFiles.MAX_LOG_BYTES) {
				return Change.NewRows.inLog(batch);
			}
			writer();
		}
		DataFileWriter open = this.writer;
		if (open == null) {
			return null;
		}
		DataFile written = open.finish();
		this.file = written;
		return Change.NewRows.inFile(written, open.rowCount());
	}

	@Override
	public void close() throws IOException {
		DataFileWriter open = this.writer;
		if (open != null) {
			open.close();
		}
	}

	/**
	 * Deletes what was finished, since it was not committed.
	 */
	void discard() throws IOException {
		DataFile written = this.file;
		if (written == null) {
			return;
		}
		written.delete(this.storage);
	}

}

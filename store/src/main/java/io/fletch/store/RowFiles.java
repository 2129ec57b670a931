package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.DataFile;
import io.fletch.store.data.DataFileWriter;
import io.fletch.store.data.buffer.EncodedBatch;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.ingest.RowSize;
import io.fletch.store.io.Storage;
import io.fletch.store.table.Change;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.TableFiles;
import io.fletch.store.table.Transaction;

/**
 * Writes rows that are to be added: few of them stay in memory for the log, more go into
 * data files of bounded size. What was written is deleted again unless it is kept.
 */
final class RowFiles implements AutoCloseable {

	/** How many rows a change keeps in the log itself at most. */
	static final int MAX_LOG_ROWS = 1024;

	/** How many bytes of rows a change keeps in the log itself at most. */
	static final long MAX_LOG_BYTES = 64L << 10;

	static final int MAX_FILE_ROWS = 1 << 20;

	static final long MAX_FILE_BYTES = 512L << 20;

	private final Storage storage;

	private final Schema schema;

	private final int maxFileRows;

	private final List<@Nullable Object[]> few = new ArrayList<>();

	private final List<DataFile> files = new ArrayList<>();

	private final List<Change.NewRows> added = new ArrayList<>();

	private @Nullable DataFileWriter writer;

	private long fileBytes;

	private long rowCount;

	private long byteSize;

	private boolean kept;

	RowFiles(Storage storage, Schema schema) {
		this(storage, schema, MAX_FILE_ROWS);
	}

	RowFiles(Storage storage, Schema schema, int maxFileRows) {
		this.storage = storage;
		this.schema = schema;
		this.maxFileRows = maxFileRows;
	}

	/**
	 * Returns how many rows were written.
	 */
	long rowCount() {
		return this.rowCount;
	}

	/**
	 * Returns about how many bytes the rows take.
	 */
	long byteSize() {
		return this.byteSize;
	}

	/**
	 * Writes a batch of checked rows.
	 */
	void write(List<@Nullable Object[]> rows) throws IOException {
		if (rows.isEmpty()) {
			return;
		}
		long bytes = 0;
		for (@Nullable
		Object[] row : rows) {
			bytes += RowSize.of(row);
		}
		this.rowCount += rows.size();
		this.byteSize += bytes;
		if (this.rowCount <= MAX_LOG_ROWS && this.byteSize <= MAX_LOG_BYTES) {
			this.few.addAll(rows);
			return;
		}
		if (!this.few.isEmpty()) {
			writeToFile(this.few, this.byteSize - bytes);
			this.few.clear();
		}
		writeToFile(rows, bytes);
	}

	private void writeToFile(List<@Nullable Object[]> rows, long bytes) throws IOException {
		DataFileWriter current = this.writer;
		if (current != null
				&& (current.rowCount() + rows.size() > this.maxFileRows || this.fileBytes + bytes > MAX_FILE_BYTES)) {
			finish(current);
			current = null;
		}
		if (current == null) {
			current = DataFileWriter.create(this.storage, TableFiles.newData(), this.schema);
			this.writer = current;
		}
		current.write(rows);
		this.fileBytes += bytes;
	}

	private void finish(DataFileWriter current) throws IOException {
		DataFile file = current.finish();
		this.files.add(file);
		this.added.add(Change.NewRows.inFile(file, current.rowCount()));
		this.fileBytes = 0;
		this.writer = null;
		current.close();
	}

	/**
	 * Makes all rows ready to be committed.
	 */
	List<Change.NewRows> finish() throws IOException {
		if (!this.few.isEmpty()) {
			EncodedBatch batch = new BatchEncoder(this.schema).encode(this.few);
			if (batch.byteSize() <= MAX_LOG_BYTES) {
				this.added.add(Change.NewRows.inLog(batch));
				return this.added;
			}
			writeToFile(this.few, this.byteSize);
		}
		DataFileWriter current = this.writer;
		if (current != null) {
			finish(current);
		}
		return this.added;
	}

	/**
	 * Commits a change that refers to the files.
	 */
	Manifest commit(OpenTable table, Transaction transaction) {
		try {
			Manifest made = table.commitOnly(transaction);
			keep();
			table.upkeep().startIfDue(made);
			return made;
		}
		catch (CommitUnknownException | Error ex) {
			// Nobody knows whether the log refers to the files by now.
			keep();
			throw ex;
		}
	}

	/**
	 * Leaves the files where they are, since they are committed or may be.
	 */
	void keep() {
		this.kept = true;
	}

	@Override
	public void close() throws IOException {
		DataFileWriter current = this.writer;
		this.writer = null;
		if (current != null) {
			current.close();
		}
		if (!this.kept) {
			for (DataFile file : this.files) {
				file.delete(this.storage);
			}
		}
	}

}

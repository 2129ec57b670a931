package io.fletch.store;

import java.io.IOException;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.DataFile;
import io.fletch.store.data.EncodedBatch;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.io.Storage;
import io.fletch.store.table.Change;
import io.fletch.store.table.Commit;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Operation;
import io.fletch.store.table.TableFiles;
import io.fletch.store.table.Transaction;

/**
 * Adds rows: few of them in the log itself, many in a data file.
 */
final class Append implements Transaction {

	private static final int MAX_LOG_ROWS = 1024;

	private static final long MAX_LOG_BYTES = 1L << 20;

	private final Change.NewRows rows;

	private final @Nullable DataFile file;

	private Append(Change.NewRows rows, @Nullable DataFile file) {
		this.rows = rows;
		this.file = file;
	}

	static WriteResult run(OpenTable table, List<@Nullable Object[]> rows) {
		if (rows.isEmpty()) {
			return new WriteResult(table.latest().version(), 0, 0, 0);
		}
		table.prepare(rows);
		Append append = table.read(() -> prepare(table.storage(), table.schema(), rows));
		try {
			Commit commit = table.commit(append);
			return new WriteResult(commit.manifest().version(), commit.addedRows(), 0, 0);
		}
		catch (CommitUnknownException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			append.discard(table);
			throw ex;
		}
	}

	/**
	 * Makes rows ready to be committed.
	 */
	static Append prepare(Storage storage, Schema schema, List<@Nullable Object[]> rows) throws IOException {
		BatchEncoder encoder = new BatchEncoder(schema);
		if (rows.size() <= MAX_LOG_ROWS && encoder.hasOnlyShortBlobs(rows)) {
			EncodedBatch batch = encoder.encode(rows);
			if (batch.byteSize() <= MAX_LOG_BYTES) {
				return new Append(Change.NewRows.inLog(batch), null);
			}
		}
		DataFile file = DataFile.write(storage, TableFiles.newData(), schema, rows);
		return new Append(Change.NewRows.inFile(file, rows.size()), file);
	}

	Change.NewRows rows() {
		return this.rows;
	}

	@Override
	public Operation operation() {
		return Operation.APPEND;
	}

	@Override
	public Change apply(Manifest latest) {
		return Change.append(this.rows);
	}

	/**
	 * Deletes the data file of rows that were not committed.
	 */
	void discard(OpenTable table) {
		DataFile written = this.file;
		if (written != null) {
			table.read(() -> {
				table.storage().delete(written.path());
				return written;
			});
		}
	}

}

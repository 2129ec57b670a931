package io.fletch.store;

import java.io.IOException;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.DataFile;
import io.fletch.store.data.buffer.EncodedBatch;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.ConflictException;
import io.fletch.store.io.Storage;
import io.fletch.store.table.Change;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.TableFiles;
import io.fletch.store.table.Transaction;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

/**
 * Adds rows: few of them in the log itself, many in a data file.
 */
final class Append implements Transaction {

	private static final int MAX_LOG_ROWS = 1024;

	private static final long MAX_LOG_BYTES = 64L << 10;

	private final Schema schema;

	private final Change.NewRows rows;

	private final @Nullable DataFile file;

	private Append(Schema schema, Change.NewRows rows, @Nullable DataFile file) {
		this.schema = schema;
		this.rows = rows;
		this.file = file;
	}

	/**
	 * Adds rows that are written already.
	 * @param schema the schema they were written with
	 * @param rows the rows
	 */
	static Transaction of(Schema schema, List<Change.NewRows> rows) {
		return new Transaction() {

			@Override
			public Operation operation() {
				return Operation.APPEND;
			}

			@Override
			public Change apply(Manifest latest) {
				requireSchema(latest, schema);
				long inserted = rows.stream().mapToLong(Change.NewRows::rowCount).sum();
				return Change.NONE.adding(rows).counting(new RowCounts(inserted, 0, 0));
			}

		};
	}

	static WriteResult run(OpenTable table, RowPreparation.Source source) {
		return Attempts.run(() -> runOnce(table, RowPreparation.of(table, source)));
	}

	private static WriteResult runOnce(OpenTable table, RowPreparation prepared) {
		if (prepared.rows().isEmpty()) {
			return new WriteResult(table.latest().version(), 0, 0, 0);
		}
		Append append = table.read(() -> prepare(table.storage(), prepared.schema(), prepared.rows()));
		try {
			return WriteResult.of(table.commit(append));
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
				return new Append(schema, Change.NewRows.inLog(batch), null);
			}
		}
		DataFile file = DataFile.write(storage, TableFiles.newData(), schema, rows);
		return new Append(schema, Change.NewRows.inFile(file, rows.size()), file);
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
		requireSchema(latest, this.schema);
		return Change.NONE.adding(List.of(this.rows)).counting(new RowCounts(this.rows.rowCount(), 0, 0));
	}

	static void requireSchema(Manifest latest, Schema schema) {
		if (latest.schema() != schema && !latest.schema().equals(schema)) {
			throw new ConflictException(
					"The schema of the table changed while rows were being written; write them again");
		}
	}

	/**
	 * Deletes the data file of rows that were not committed.
	 */
	void discard(OpenTable table) {
		DataFile written = this.file;
		if (written != null) {
			table.read(() -> {
				written.delete(table.storage());
				return written;
			});
		}
	}

}

package io.fletch.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.StoreException;
import io.fletch.store.ingest.RowBatches;
import io.fletch.store.table.Change;
import io.fletch.store.table.Commit;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Operation;
import io.fletch.store.table.Transaction;

/**
 * Adds the rows of a source in bounded memory, all in one commit or none.
 */
final class StreamingAppend implements Transaction {

	private final List<Change.NewRows> added;

	private final AddOptions.Mode mode;

	private StreamingAppend(List<Change.NewRows> added, AddOptions.Mode mode) {
		this.added = added;
		this.mode = mode;
	}

	static AddResult run(OpenTable table, RowSource source, AddOptions options) {
		try (RowBatches rows = open(table, source)) {
			return run(table, rows, new ProgressReport(options.progress(), source.rowCount()), options);
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	/**
	 * Adds rows that are being read.
	 */
	static AddResult run(OpenTable table, RowBatches rows, ProgressReport progress, AddOptions options) {
		RowPreparation preparation = new RowPreparation(table, rows.schema(), options);
		return table.read(() -> {
			try (RowFiles files = new RowFiles(table.storage(), table.schema())) {
				write(rows, preparation, files, progress);
				long version = commit(table, files, options.mode());
				progress.tell(files, true);
				return new AddResult(version, files.rowCount(), preparation.dropped());
			}
		});
	}

	private static RowBatches open(OpenTable table, RowSource source) {
		try {
			return source.open(table.schema());
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	private static void write(RowBatches rows, RowPreparation preparation, RowFiles files, ProgressReport progress)
			throws IOException {
		for (List<@Nullable Object[]> batch = next(rows); batch != null; batch = next(rows)) {
			if (Thread.currentThread().isInterrupted()) {
				throw new StoreException("The adding of rows was interrupted; none was added");
			}
			files.write(preparation.apply(batch));
			progress.tell(files, false);
		}
	}

	private static @Nullable List<@Nullable Object[]> next(RowBatches rows) {
		try {
			return rows.next();
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	private static StoreException unreadable(IOException ex) {
		return new StoreException("The rows to be added cannot be read: " + ex, ex);
	}

	private static long commit(OpenTable table, RowFiles files, AddOptions.Mode mode) throws IOException {
		if (files.rowCount() == 0 && mode == AddOptions.Mode.APPEND) {
			return table.latest().version();
		}
		StreamingAppend append = new StreamingAppend(files.finish(), mode);
		try {
			Commit commit = table.commit(append);
			files.keep();
			return commit.manifest().version();
		}
		catch (CommitUnknownException ex) {
			files.keep();
			throw ex;
		}
	}

	@Override
	public Operation operation() {
		return Operation.APPEND;
	}

	@Override
	public Change apply(Manifest latest) {
		List<Integer> removed = (this.mode == AddOptions.Mode.OVERWRITE)
				? latest.fragments().stream().map(Fragment::id).toList() : List.of();
		return new Change(this.added, Map.of(), removed);
	}

}

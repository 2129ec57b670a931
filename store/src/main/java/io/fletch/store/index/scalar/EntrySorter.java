package io.fletch.store.index.scalar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.error.CancelledException;
import io.fletch.store.io.Storage;

/**
 * Sorts entries in bounded memory: what is more than the budget goes to files beside the
 * index, which are removed in the end.
 */
final class EntrySorter implements AutoCloseable {

	private final Storage storage;

	private final String path;

	private final long budget;

	private final EntryRun run;

	private final List<String> files = new ArrayList<>();

	private final List<Entries> runs = new ArrayList<>();

	EntrySorter(KeyType type, Storage storage, String path, long budget) {
		this.run = new EntryRun(type);
		this.storage = storage;
		this.path = path;
		this.budget = budget;
	}

	void add(ColumnReader column, int row, int ordinal) throws IOException {
		this.run.add(column, row, ordinal);
		if (this.run.byteSize() >= this.budget) {
			spill();
		}
	}

	private void spill() throws IOException {
		CancelledException.throwIfInterrupted();
		int folder = this.path.lastIndexOf('/') + 1;
		String file = this.path.substring(0, folder) + "." + this.path.substring(folder) + "-" + this.files.size()
				+ ".tmp";
		this.files.add(file);
		this.runs.add(SpilledRun.write(this.storage, file, this.run.sorted()));
		this.run.clear();
	}

	Entries sorted() {
		if (this.runs.isEmpty()) {
			return this.run.sorted();
		}
		this.runs.add(this.run.sorted());
		return new MergedRuns(this.runs);
	}

	@Override
	public void close() throws IOException {
		for (String file : this.files) {
			this.storage.delete(file);
		}
	}

}

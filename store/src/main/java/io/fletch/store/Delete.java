package io.fletch.store;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.io.Storage;
import io.fletch.store.query.Filter;
import io.fletch.store.scan.RowSelection;
import io.fletch.store.scan.Scanner;
import io.fletch.store.table.Change;
import io.fletch.store.table.Commit;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Operation;
import io.fletch.store.table.Transaction;

/**
 * Deletes the rows that pass a filter.
 */
final class Delete implements Transaction {

	private final Storage storage;

	private final Filter filter;

	private Delete(Storage storage, Filter filter) {
		this.storage = storage;
		this.filter = filter;
	}

	static WriteResult run(OpenTable table, Filter filter) {
		Commit commit = table.commit(new Delete(table.storage(), filter));
		return new WriteResult(commit.manifest().version(), 0, 0, commit.deletedRows());
	}

	@Override
	public Operation operation() {
		return Operation.DELETE;
	}

	@Override
	public Change apply(Manifest latest) throws IOException {
		RowSelection selection = new Scanner(this.storage, latest).select(this.filter);
		Map<Integer, RoaringBitmap> deletions = new HashMap<>();
		for (Fragment fragment : latest.fragments()) {
			BitSet positions = selection.of(fragment);
			if (!positions.isEmpty()) {
				deletions.put(fragment.id(), RoaringBitmap.bitmapOf(positions.stream().toArray()));
			}
		}
		return Change.delete(deletions);
	}

}

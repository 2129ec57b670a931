package io.fletch.store;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import org.apache.arrow.vector.types.pojo.Schema;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.io.Storage;
import io.fletch.store.query.Filter;
import io.fletch.store.scan.RowSelection;
import io.fletch.store.scan.Scanner;
import io.fletch.store.table.Change;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Transaction;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

/**
 * Deletes the rows that pass a filter.
 */
final class Delete implements Transaction {

	private final Storage storage;

	private final Function<Schema, Filter> filter;

	private Delete(Storage storage, Function<Schema, Filter> filter) {
		this.storage = storage;
		this.filter = filter;
	}

	static WriteResult run(OpenTable table, Function<Schema, Filter> filter) {
		filter.apply(table.latest().schema());
		return WriteResult.of(table.commit(new Delete(table.storage(), filter)));
	}

	@Override
	public Operation operation() {
		return Operation.DELETE;
	}

	@Override
	public Change apply(Manifest latest) throws IOException {
		RowSelection selection = new Scanner(this.storage, latest).select(this.filter.apply(latest.schema()));
		Map<Integer, RoaringBitmap> deletions = new HashMap<>();
		for (Fragment fragment : latest.fragments()) {
			BitSet positions = selection.of(fragment);
			if (!positions.isEmpty()) {
				deletions.put(fragment.id(), RoaringBitmap.bitmapOf(positions.stream().toArray()));
			}
		}
		return Change.NONE.deleting(deletions).counting(new RowCounts(0, 0, selection.count()));
	}

}

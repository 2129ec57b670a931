package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.RowBatch;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.table.Change;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Transaction;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

/**
 * Replaces the rows whose key some source row has, and adds source rows of new keys. A
 * key with a null matches nothing. Every row that a source row matches is replaced.
 */
final class Merge implements Transaction {

	private final OpenTable table;

	private final int[] keyColumns;

	private final boolean update;

	private final boolean insert;

	private final RowPreparation prepared;

	private final List<@Nullable Object[]> sources;

	private @Nullable Append appended;

	Merge(OpenTable table, int[] keyColumns, boolean update, boolean insert, RowPreparation prepared) {
		this.table = table;
		this.keyColumns = keyColumns;
		this.update = update;
		this.insert = insert;
		this.prepared = prepared;
		this.sources = prepared.rows();
	}

	WriteResult run() {
		try {
			return WriteResult.of(this.table.commit(this));
		}
		catch (CommitUnknownException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			if (this.appended != null) {
				this.appended.discard(this.table);
			}
			throw ex;
		}
	}

	@Override
	public Operation operation() {
		return Operation.MERGE_INSERT;
	}

	@Override
	public Change apply(Manifest latest) throws IOException {
		Append.requireSchema(latest, this.prepared.schema());
		Map<List<Object>, List<Integer>> sourcesByKey = sourcesByKey();
		boolean[] matched = new boolean[this.sources.size()];
		List<@Nullable Object[]> rows = new ArrayList<>();
		List<Long> origins = new ArrayList<>();
		Map<Integer, RoaringBitmap> deletions = new HashMap<>();
		for (Fragment fragment : latest.fragments()) {
			int position = 0;
			for (RowBatch batch : fragment.batches(this.table.storage(), latest.schema())) {
				for (int row = 0; row < batch.rowCount(); row++, position++) {
					Integer source = fragment.isDeleted(position) ? null : match(batch, row, sourcesByKey);
					if (source != null) {
						matched[source] = true;
						if (this.update) {
							origins.add(fragment.origins().at(position));
							rows.add(this.sources.get(source));
							deletions.computeIfAbsent(fragment.id(), (id) -> new RoaringBitmap()).add(position);
						}
					}
				}
			}
		}
		addUnmatched(matched, rows);
		if (rows.isEmpty()) {
			return Change.NONE;
		}
		Append append = Append.prepare(this.table.storage(), latest.schema(), rows);
		this.appended = append;
		long[] updated = origins.stream().mapToLong(Long::longValue).toArray();
		return Change.NONE.adding(List.of(append.rows().updating(updated)))
			.deleting(deletions)
			.counting(new RowCounts(rows.size() - updated.length, updated.length, 0));
	}

	private Map<List<Object>, List<Integer>> sourcesByKey() {
		Map<List<Object>, List<Integer>> sourcesByKey = new HashMap<>();
		for (int i = 0; i < this.sources.size(); i++) {
			List<Object> key = key(this.sources.get(i));
			if (key != null) {
				sourcesByKey.computeIfAbsent(key, (absent) -> new ArrayList<>()).add(i);
			}
		}
		return sourcesByKey;
	}

	private @Nullable Integer match(RowBatch batch, int row, Map<List<Object>, List<Integer>> sourcesByKey) {
		List<Object> key = new ArrayList<>(this.keyColumns.length);
		for (int column : this.keyColumns) {
			Object value = batch.columns().get(column).get(row);
			if (value == null) {
				return null;
			}
			key.add(value);
		}
		List<Integer> candidates = sourcesByKey.get(key);
		if (candidates == null) {
			return null;
		}
		if (candidates.size() > 1) {
			throw new InvalidInputException("The rows " + candidates + " of a merge-insert have the same key " + key
					+ ", which a row of the table '" + this.table.name() + "' has too; give each key once");
		}
		return candidates.get(0);
	}

	private void addUnmatched(boolean[] matched, List<@Nullable Object[]> rows) {
		if (!this.insert) {
			return;
		}
		for (int i = 0; i < matched.length; i++) {
			if (!matched[i]) {
				rows.add(this.sources.get(i));
			}
		}
	}

	private @Nullable List<Object> key(@Nullable Object[] row) {
		List<Object> key = new ArrayList<>(this.keyColumns.length);
		for (int column : this.keyColumns) {
			Object value = row[column];
			if (value == null) {
				return null;
			}
			key.add(value);
		}
		return key;
	}

}

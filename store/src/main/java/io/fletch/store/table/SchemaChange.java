package io.fletch.store.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.DataFileWriter;
import io.fletch.store.data.RowBatch;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.error.CancelledException;
import io.fletch.store.io.Storage;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

/**
 * Changes the schema of a table, or all values of some columns. Data files are not
 * touched: new values go to files of their own beside them. Rows that lie in the log move
 * to a data file first, so that rows in the log always have the table's schema.
 */
public final class SchemaChange implements Transaction {

	private final Storage storage;

	private final Edit edit;

	private final List<DataFile> written = new ArrayList<>();

	private final Map<Integer, DataFile> columns = new HashMap<>();

	/** The files of each fragment whose rows were read. */
	private final Map<Integer, List<DataFile>> visited = new HashMap<>();

	private @Nullable Manifest prepared;

	private Schema next = new Schema(List.of());

	/**
	 * Changes a schema.
	 * @param storage the folder of the table
	 * @param edit what to change
	 */
	public SchemaChange(Storage storage, Edit edit) {
		this.storage = storage;
		this.edit = edit;
	}

	/**
	 * Does as much of the work as can be done while others commit.
	 * @param latest the latest version
	 * @throws IOException if a file cannot be read or written
	 */
	public void prepare(Manifest latest) throws IOException {
		discard();
		this.columns.clear();
		this.visited.clear();
		this.next = FieldIds.assign(this.edit.schema(latest.schema()), latest.next().field());
		this.prepared = latest;
		for (Fragment fragment : latest.fragments()) {
			if (!fragment.isInLog()) {
				write(fragment, latest.schema());
			}
		}
	}

	private void write(Fragment fragment, Schema schema) throws IOException {
		if (this.edit.readsRows() && !fragment.files().equals(this.visited.get(fragment.id()))) {
			this.visited.put(fragment.id(), fragment.files());
			DataFile file = write(fragment.batches(this.storage, schema), fragment::isDeleted);
			if (file != null) {
				this.columns.put(fragment.id(), file);
			}
		}
	}

	private @Nullable DataFile write(List<RowBatch> batches, IntPredicate deleted) throws IOException {
		Schema stored = stored();
		if (stored.getFields().isEmpty()) {
			visit(batches, deleted, null);
			return null;
		}
		int[] rowCounts = batches.stream().mapToInt(RowBatch::rowCount).toArray();
		try (DataFileWriter writer = DataFileWriter.createAligned(this.storage, TableFiles.newData(), stored,
				rowCounts)) {
			visit(batches, deleted, writer);
			DataFile file = writer.finish();
			this.written.add(file);
			return file;
		}
	}

	private void visit(List<RowBatch> batches, IntPredicate deleted, @Nullable DataFileWriter writer)
			throws IOException {
		int start = 0;
		for (RowBatch batch : batches) {
			if (Thread.currentThread().isInterrupted()) {
				throw new CancelledException("The change of the schema was cancelled; nothing was changed");
			}
			int first = start;
			List<@Nullable Object[]> values = this.edit.values(batch, (row) -> deleted.test(first + row));
			if (writer != null) {
				writer.write(values);
			}
			start += batch.rowCount();
		}
	}

	private Schema stored() {
		List<String> names = this.edit.stored();
		List<Field> fields = this.next.getFields().stream().filter((field) -> names.contains(field.getName())).toList();
		return new Schema(fields);
	}

	@Override
	public Operation operation() {
		return this.edit.operation();
	}

	@Override
	public Change apply(Manifest latest) throws IOException {
		if (this.prepared == null || this.prepared.next().field() != latest.next().field()
				|| !this.prepared.schema().equals(latest.schema()) || !isAsVisited(latest)) {
			prepare(latest);
		}
		List<Change.NewRows> moved = new ArrayList<>();
		List<Integer> removed = new ArrayList<>();
		List<Fragment> run = new ArrayList<>();
		Map<Integer, DataFile> kept = new HashMap<>();
		for (Fragment fragment : latest.fragments()) {
			if (fragment.isInLog()) {
				run.add(fragment);
				removed.add(fragment.id());
				continue;
			}
			move(run, latest, moved);
			run.clear();
			write(fragment, latest.schema());
			DataFile file = this.columns.get(fragment.id());
			if (file != null) {
				kept.put(fragment.id(), file);
			}
		}
		move(run, latest, moved);
		Change change = Change.NONE.adding(moved).removing(removed).withColumns(kept).counting(this.edit.rows());
		return this.next.equals(latest.schema()) ? change : change.withSchema(this.next);
	}

	/**
	 * Tells whether no column was computed anew since the rows were read.
	 */
	private boolean isAsVisited(Manifest latest) {
		return latest.fragments()
			.stream()
			.allMatch((fragment) -> !this.visited.containsKey(fragment.id())
					|| fragment.files().equals(this.visited.get(fragment.id())));
	}

	private void move(List<Fragment> run, Manifest latest, List<Change.NewRows> moved) throws IOException {
		if (run.isEmpty()) {
			return;
		}
		Rewriting rewriting = Rewriting.write(this.storage, latest.schema(), List.copyOf(run));
		DataFile file = rewriting.file();
		Change.NewRows rows = rewriting.on(latest);
		if (file != null && rows != null) {
			this.written.add(file);
			DataFile values = this.edit.readsRows()
					? write(file.read(this.storage, latest.schema()), (position) -> false) : null;
			moved.add((values != null) ? rows.with(values) : rows);
		}
	}

	/**
	 * Deletes the files of a change that was not committed.
	 * @throws IOException if a file cannot be deleted
	 */
	public void discard() throws IOException {
		for (DataFile file : this.written) {
			file.delete(this.storage);
		}
		this.written.clear();
	}

	/**
	 * What a change of the schema does.
	 */
	public interface Edit {

		/**
		 * Returns what this is.
		 * @return the operation
		 */
		Operation operation();

		/**
		 * Works out the new schema; called once for each schema it is tried on.
		 * @param latest the schema of the latest version
		 * @return the new schema; fields that stay keep their ids, new ones have none
		 */
		Schema schema(Schema latest);

		/**
		 * Tells whether rows are to be read: to compute values, or to check them.
		 * @return whether {@link #values} is to be called for every batch
		 */
		default boolean readsRows() {
			return false;
		}

		/**
		 * Returns the columns of the new schema that get values.
		 * @return their names
		 */
		default List<String> stored() {
			return List.of();
		}

		/**
		 * Computes the values of the columns that get some.
		 * @param batch rows as they are
		 * @param deleted tells for a position in the batch whether the row is deleted, so
		 * that its values do not matter
		 * @return for each row the values in the order of the new schema
		 * @throws IOException if rows cannot be read
		 */
		default List<@Nullable Object[]> values(RowBatch batch, IntPredicate deleted) throws IOException {
			return List.of();
		}

		/**
		 * Returns how many rows got a value.
		 * @return the counts
		 */
		default RowCounts rows() {
			return RowCounts.NONE;
		}

	}

}

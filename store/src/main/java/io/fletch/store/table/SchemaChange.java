package io.fletch.store.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.DataFileWriter;
import io.fletch.store.data.RowBatch;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.ConflictException;
import io.fletch.store.io.Storage;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

/**
 * Changes the schema of a table, or all values of some columns. Data files are not
 * touched: new values go to files of their own beside them. Rows that lie in the log move
 * to a data file first, so that rows in the log always have the table's schema.
 */
public final class SchemaChange implements Transaction {

	private static final Logger logger = LoggerFactory.getLogger(SchemaChange.class);

	private final Storage storage;

	private final Edit edit;

	private final List<DataFile> written = new ArrayList<>();

	/** What was worked out for each fragment. */
	private final Map<Integer, Visit> visits = new HashMap<>();

	/** The files that the change refers to which was worked out last. */
	private final Set<DataFile> used = new HashSet<>();

	private @Nullable Manifest prepared;

	private boolean isLastAttempt;

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
		this.visits.clear();
		this.next = FieldIds.assign(this.edit.schema(latest.schema()), latest.next().field());
		this.prepared = latest;
		for (Fragment fragment : latest.fragments()) {
			if (!fragment.isInLog()) {
				write(fragment, latest.schema());
			}
		}
		this.edit.prepared();
	}

	/**
	 * Lets the whole work be done while nobody else can commit, since others changed the
	 * schema again and again.
	 */
	public void insist() {
		this.isLastAttempt = true;
	}

	private void write(Fragment fragment, Schema schema) throws IOException {
		Visit known = this.visits.get(fragment.id());
		boolean isDone = known != null && known.files().equals(fragment.files());
		if (this.edit.readsRows() && !isDone && this.edit.concerns(fragment)) {
			RowCounts before = this.edit.rows();
			DataFile file = write(fragment.batches(this.storage, schema), fragment::isDeleted);
			this.visits.put(fragment.id(), new Visit(fragment.files(), file, this.edit.rows().minus(before)));
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
				|| !this.prepared.schema().equals(latest.schema())) {
			if (this.edit.readsRows() && !this.isLastAttempt) {
				throw new ConflictException("The schema was changed while the new columns were worked out; try again");
			}
			prepare(latest);
		}
		this.used.clear();
		List<Change.NewRows> moved = new ArrayList<>();
		List<Fragment> run = new ArrayList<>();
		Map<Integer, DataFile> kept = new HashMap<>();
		RowCounts counts = RowCounts.NONE;
		for (Fragment fragment : latest.fragments()) {
			if (fragment.isInLog()) {
				run.add(fragment);
				continue;
			}
			counts = counts.plus(move(run, latest, moved));
			run.clear();
			write(fragment, latest.schema());
			Visit visit = visit(fragment);
			counts = counts.plus(visit.rows());
			if (visit.columns() != null) {
				kept.put(fragment.id(), visit.columns());
			}
		}
		counts = counts.plus(move(run, latest, moved));
		this.used.addAll(kept.values());
		List<Integer> removed = latest.fragments().stream().filter(Fragment::isInLog).map(Fragment::id).toList();
		Change change = Change.NONE.adding(moved)
			.removing(removed)
			.withColumns(kept)
			.counting(counts)
			.withIndexes(indexes(latest));
		return this.next.equals(latest.schema()) ? change : change.withSchema(this.next);
	}

	private Visit visit(Fragment fragment) {
		Visit visit = this.visits.getOrDefault(fragment.id(), Visit.NONE);
		return visit.files().equals(fragment.files()) ? visit : Visit.NONE;
	}

	/**
	 * Returns the indexes, of which those over a column that is filled have to be built
	 * anew: its rows keep their ids.
	 */
	private List<IndexMetadata> indexes(Manifest latest) {
		List<Integer> filled = latest.schema()
			.getFields()
			.stream()
			.filter((field) -> this.edit.stored().contains(field.getName()))
			.flatMap(FieldIds::withNested)
			.toList();
		return latest.indexes()
			.stream()
			.map((index) -> Collections.disjoint(index.fields(), filled) ? index : index.outdated())
			.toList();
	}

	/**
	 * Moves rows from the log to a data file.
	 * @return how many of them got a value
	 */
	private RowCounts move(List<Fragment> run, Manifest latest, List<Change.NewRows> moved) throws IOException {
		RowCounts before = this.edit.rows();
		if (run.isEmpty()) {
			return RowCounts.NONE;
		}
		Rewriting rewriting = Rewriting.write(this.storage, latest.schema(), List.copyOf(run));
		DataFile file = rewriting.file();
		if (file != null) {
			this.written.add(file);
			this.used.add(file);
		}
		Change.NewRows rows = rewriting.on(latest);
		if (file != null && rows != null) {
			DataFile values = this.edit.readsRows()
					? write(file.read(this.storage, latest.schema()), (position) -> false) : null;
			if (values != null) {
				this.used.add(values);
			}
			moved.add((values != null) ? rows.with(values) : rows);
		}
		return this.edit.rows().minus(before);
	}

	/**
	 * Deletes, once the change is committed, the files of fragments that were gone or
	 * changed by then.
	 */
	public void discardUnused() {
		for (DataFile file : this.written) {
			try {
				if (!this.used.contains(file)) {
					file.delete(this.storage);
				}
			}
			catch (IOException ex) {
				// The change is committed; a cleanup takes the file in a day.
				logger.warn("The file {} of a change of columns could not be deleted now", file.path(), ex);
			}
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
	 * What was worked out for a fragment.
	 *
	 * @param files the fragment's files when its rows were read
	 * @param columns the new columns, or {@code null} if rows were only looked at
	 * @param rows how many rows got a value
	 */
	private record Visit(List<DataFile> files, @Nullable DataFile columns, RowCounts rows) {

		static final Visit NONE = new Visit(List.of(), null, RowCounts.NONE);

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
		 * Tells whether the rows of a fragment are to be read, if any are.
		 * @param fragment a fragment in data files
		 * @return whether {@link #values} is to be called for its batches
		 */
		default boolean concerns(Fragment fragment) {
			return true;
		}

		/**
		 * Tells whether the whole work may be done while nobody else can commit, if
		 * others change the schema again and again.
		 * @return whether it is quick enough for that
		 */
		default boolean canInsist() {
			return true;
		}

		/**
		 * Is told that what comes now is done while nobody else can commit, and should be
		 * quick.
		 */
		default void prepared() {
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
		 * Returns how many rows got a value so far.
		 * @return the counts
		 */
		default RowCounts rows() {
			return RowCounts.NONE;
		}

	}

}

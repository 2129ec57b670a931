package io.fletch.store.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToLongFunction;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.evaluate.RowMask;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.ExpressionSql;
import io.fletch.store.query.Filter;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.FragmentGroup;
import io.fletch.store.table.Manifest;

/**
 * Reads one version of a table.
 */
public final class Scanner {

	private final Storage storage;

	private final Manifest manifest;

	private final OpenIndexes indexes;

	private final PlanTrace trace;

	/**
	 * Reads a version.
	 * @param storage the folder of the table
	 * @param manifest the version
	 * @param indexes the indexes of the table that are open
	 */
	public Scanner(Storage storage, Manifest manifest, OpenIndexes indexes) {
		this(storage, manifest, indexes, new PlanTrace(false));
	}

	private Scanner(Storage storage, Manifest manifest, OpenIndexes indexes, PlanTrace trace) {
		this.storage = storage;
		this.manifest = manifest;
		this.indexes = indexes;
		this.trace = trace;
	}

	/**
	 * Returns a reader of the same version that tells what it does.
	 * @param told keeps it
	 * @return the reader
	 */
	public Scanner traced(PlanTrace told) {
		return new Scanner(this.storage, this.manifest, this.indexes, told);
	}

	/**
	 * Returns the version that is read.
	 * @return the version
	 */
	public Manifest manifest() {
		return this.manifest;
	}

	/**
	 * Returns the rows that pass a filter.
	 * @param filter the filter, or {@code null} for all rows
	 * @return the rows
	 * @throws IOException if a data file cannot be read
	 * @throws CancelledException if the thread is interrupted
	 */
	public RowSelection select(@Nullable Filter filter) throws IOException {
		if (filter == null) {
			return RowSelection.all(this.manifest);
		}
		long begin = System.nanoTime();
		IndexedFilter indexed = new IndexedFilter(this.manifest, this.indexes);
		IndexedFilter.Known known = indexed.ask(filter);
		Filter rest = indexed.rest();
		if (known == null) {
			RowSelection evaluated = evaluate(Objects.requireNonNullElse(rest, filter),
					RowSelection.all(this.manifest));
			this.trace.add("filter", "every row is looked at", indexed.whyNot(), evaluated::count, begin);
			return evaluated;
		}
		RowSelection passing = (rest != null) ? evaluate(rest, known.passing()) : known.passing();
		RowSelection selected = passing.or(evaluate(filter, known.uncovered()));
		this.trace.add("filter", "indexes " + indexed.used(), known.uncovered().count() + " rows are not indexed"
				+ ((rest != null) ? "; evaluated for the rest: " + ExpressionSql.shortened(rest.condition()) : ""),
				selected::count, begin);
		return selected;
	}

	/**
	 * Returns the first rows of an order.
	 * @param selection the rows to look at
	 * @param order the order
	 * @param limit how many rows to return at most
	 * @param after the place behind which they stand, or {@code null} for all
	 * @return the rows in the order
	 * @throws IOException if a data file cannot be read
	 * @throws CancelledException if the thread is interrupted
	 */
	public List<RowOrder.Place> sorted(RowSelection selection, RowOrder order, int limit,
			RowOrder.@Nullable Place after) throws IOException {
		SortedRows rows = new SortedRows(order, limit, after);
		forEachBatch(selection, rows::scan);
		return rows.sorted();
	}

	/**
	 * Counts the rows that have each value of a field.
	 * @param selection the rows to look at
	 * @param field the field: a column, or one inside structs
	 * @return the values in no order; null, if there is one, under the key null
	 * @throws IOException if a data file cannot be read
	 * @throws CancelledException if the thread is interrupted
	 */
	public Map<@Nullable Object, Long> valueCounts(RowSelection selection, IndexedField field) throws IOException {
		ValueCounts counts = new ValueCounts(field);
		IndexedCounts indexed = IndexedCounts.of(this, this.indexes, field);
		forEachBatch((indexed != null) ? indexed.count(selection, counts) : selection, counts::scan);
		return counts.toMap();
	}

	private void forEachBatch(RowSelection selection, BatchScan scan) throws IOException {
		for (FragmentGroup group : FragmentGroup.of(this.manifest, this.storage)) {
			Fragment fragment = group.whole();
			BitSet positions = selection.unlessAll(group);
			if (positions != null && positions.isEmpty()) {
				continue;
			}
			int start = 0;
			for (RowBatch batch : fragment.batches(this.storage, this.manifest.schema())) {
				requireRunning();
				scan.accept(fragment, start, batch, positions);
				start += batch.rowCount();
			}
		}
	}

	private RowSelection evaluate(Filter filter, RowSelection among) throws IOException {
		if (among.isEmpty()) {
			return RowSelection.none(this.manifest);
		}
		ExpressionEvaluator evaluator = new ExpressionEvaluator(this.manifest.schema(), filter);
		Map<Integer, BitSet> selected = new HashMap<>();
		for (FragmentGroup group : FragmentGroup.of(this.manifest, this.storage)) {
			BitSet positions = passing(group.whole(), evaluator, among.unlessAll(group));
			if (!positions.isEmpty()) {
				put(group, positions, selected);
			}
		}
		return RowSelection.of(this.manifest, selected);
	}

	private static void put(FragmentGroup group, BitSet positions, Map<Integer, BitSet> selected) {
		int start = 0;
		for (Fragment member : group.members()) {
			BitSet own = (group.members().size() == 1) ? positions : positions.get(start, start + member.rowCount());
			if (!own.isEmpty()) {
				selected.put(member.id(), own);
			}
			start += member.rowCount();
		}
	}

	/**
	 * Counts the rows that pass a filter.
	 * @param filter the filter
	 * @return the number of rows
	 * @throws IOException if a data file cannot be read
	 * @throws CancelledException if the thread is interrupted
	 */
	public long count(Filter filter) throws IOException {
		IndexedFilter indexed = new IndexedFilter(this.manifest, this.indexes);
		IndexedFilter.Count known = indexed.count(filter);
		if (known != null) {
			return known.covered() + evaluate(filter, known.uncovered()).count();
		}
		if (indexed.ask(filter) != null) {
			return select(filter).count();
		}
		ExpressionEvaluator evaluator = new ExpressionEvaluator(this.manifest.schema(),
				Objects.requireNonNullElse(indexed.rest(), filter));
		long count = 0;
		for (FragmentGroup group : FragmentGroup.of(this.manifest, this.storage)) {
			Fragment fragment = group.whole();
			count += (fragment.liveCount() == fragment.rowCount()) ? countAll(fragment, evaluator)
					: passing(fragment, evaluator, null).cardinality();
		}
		return count;
	}

	private long countAll(Fragment fragment, ExpressionEvaluator evaluator) throws IOException {
		long count = 0;
		int start = 0;
		for (RowBatch batch : fragment.batches(this.storage, this.manifest.schema())) {
			requireRunning();
			count += RowMask.count(evaluator.mask(batch, rowIds(fragment, start)));
			start += batch.rowCount();
		}
		return count;
	}

	/**
	 * Finds rows.
	 * @param among the positions to look at, or {@code null} for all
	 */
	private BitSet passing(Fragment fragment, ExpressionEvaluator evaluator, @Nullable BitSet among)
			throws IOException {
		if (among != null && among.isEmpty()) {
			return among;
		}
		List<RowBatch> batches = fragment.batches(this.storage, this.manifest.schema());
		long[] words = new long[(fragment.rowCount() + Long.SIZE - 1) / Long.SIZE];
		int start = 0;
		for (RowBatch batch : batches) {
			requireRunning();
			IntToLongFunction ids = rowIds(fragment, start);
			RowMask.place((among != null) ? evaluator.mask(batch, ids, among.get(start, start + batch.rowCount()))
					: evaluator.mask(batch, ids), words, start);
			start += batch.rowCount();
		}
		BitSet positions = BitSet.valueOf(words);
		RowSelection.removeDeleted(fragment, positions);
		return positions;
	}

	private static IntToLongFunction rowIds(Fragment fragment, int start) {
		return (row) -> fragment.origins().at(start + row);
	}

	private static void requireRunning() {
		if (Thread.currentThread().isInterrupted()) {
			throw new CancelledException("The thread was interrupted while it read the table; ask again");
		}
	}

	/**
	 * Finds the rows whose vectors are nearest: by an index where there is one for the
	 * column and many rows are to be looked at, else by comparing with every one.
	 * @param query what to look for
	 * @param selection the rows to look at
	 * @return the rows, nearest first, with their negated distances as scores; rows of
	 * equal distance by row id
	 * @throws IOException if a file cannot be read
	 * @throws CancelledException if the thread is interrupted
	 */
	public List<Candidate> nearest(VectorQuery query, RowSelection selection) throws IOException {
		long begin = System.nanoTime();
		FlatSearch search = new FlatSearch(query);
		IndexedNeighbours.Outcome outcome = new IndexedNeighbours(this.storage, this.manifest, this.indexes).find(query,
				selection, search);
		forEachBatch(outcome.rest(), (fragment, start, batch, positions) -> {
			FlatSearch.Rows rows = new FlatSearch.Rows(fragment.rowIds()::at, start, batch.rowCount(), positions);
			search.scan(batch.columns().get(query.column()), rows);
		});
		List<Candidate> found = search.nearestFirst();
		this.trace.add("vector", outcome.choice().how(), outcome.choice().why(), found::size, begin);
		return found;
	}

	/**
	 * Tells how {@link #nearest} would look for rows, without doing it.
	 * @param query what to look for
	 * @param selection the rows to look at
	 * @throws IOException if a file cannot be read
	 */
	public void planNearest(VectorQuery query, RowSelection selection) throws IOException {
		IndexedNeighbours.Choice choice = new IndexedNeighbours(this.storage, this.manifest, this.indexes).choose(query,
				selection);
		this.trace.plan("vector", choice.how(), choice.why());
	}

	/**
	 * Tells whether {@link #nearest} asks an index.
	 * @param query what to look for
	 * @param selection the rows to look at
	 * @return whether what it finds depends on how much the index looks at
	 * @throws IOException if a file cannot be read
	 */
	public boolean asksIndex(VectorQuery query, RowSelection selection) throws IOException {
		return new IndexedNeighbours(this.storage, this.manifest, this.indexes).choose(query, selection)
			.index() != null;
	}

	/**
	 * Returns the ids of selected rows in the order of the ids.
	 * @param selection the rows
	 * @param offset how many to pass over
	 * @param limit how many to return at most
	 * @return the ids
	 */
	public List<Long> rowIds(RowSelection selection, int offset, int limit) {
		List<Long> ids = new ArrayList<>();
		long skip = offset;
		for (Fragment fragment : this.manifest.fragments()) {
			requireRunning();
			int count = selection.count(fragment);
			if (skip >= count) {
				skip -= count;
				continue;
			}
			if (ids.size() == limit) {
				break;
			}
			BitSet positions = selection.of(fragment);
			for (int i = positions.nextSetBit(0); i >= 0 && ids.size() < limit; i = positions.nextSetBit(i + 1)) {
				if (skip-- <= 0) {
					ids.add(fragment.rowIds().at(i));
				}
			}
			skip = 0;
		}
		return ids;
	}

	/**
	 * Reads values of a row.
	 * @param rowId the id of the row, which must be in the version
	 * @param columns for each field of the schema whether to read it
	 * @return the values in the order of the schema's fields; {@code null} where a column
	 * is not to be read
	 * @throws IOException if a data file cannot be read
	 */
	public @Nullable Object[] read(long rowId, boolean[] columns) throws IOException {
		Fragment fragment = this.manifest.fragmentOf(rowId);
		if (fragment == null) {
			throw new CorruptTableException(
					"The table is damaged: row " + rowId + " is not in version " + this.manifest.version());
		}
		Fragment.Place place = fragment.place(this.storage, this.manifest.schema(),
				fragment.rowIds().positionOf(rowId));
		@Nullable Object[] values = new @Nullable Object[columns.length];
		for (int i = 0; i < columns.length; i++) {
			values[i] = (columns[i]) ? place.batch().columns().get(i).get(place.row()) : null;
		}
		return values;
	}

	/**
	 * Returns the position of a column.
	 * @param name the name of the column
	 * @return its position in the schema, or -1 if there is none
	 */
	public int column(String name) {
		List<Field> fields = this.manifest.schema().getFields();
		for (int i = 0; i < fields.size(); i++) {
			if (fields.get(i).getName().equals(name)) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Looks at the rows of a batch.
	 */
	@FunctionalInterface
	private interface BatchScan {

		void accept(Fragment fragment, int start, RowBatch batch, @Nullable BitSet positions);

	}

}

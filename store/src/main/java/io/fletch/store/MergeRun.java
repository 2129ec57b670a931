package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.RowCopy;
import io.fletch.store.data.RowPatch;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.table.Change;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;
import io.fletch.store.version.RowCounts;

/**
 * The working out of one merge-insert on one version: goes through the table a batch at a
 * time, writes the matched rows anew, and in the end the source rows that matched none.
 */
final class MergeRun {

	/** How many inserted rows are made whole at a time. */
	private static final int PIECE = 1024;

	private final MergePlan plan;

	private final MergeSource source;

	private final Manifest latest;

	private final RowOutput output;

	private final BitSet matchedSources = new BitSet();

	private final DeletedRows gone = new DeletedRows();

	private final LongStream.Builder origins = LongStream.builder();

	private long updated;

	private long deleted;

	MergeRun(MergePlan plan, Manifest latest, RowOutput output) {
		this.plan = plan;
		this.source = plan.source();
		this.latest = latest;
		this.output = output;
	}

	Change run() throws IOException {
		for (Fragment fragment : this.latest.fragments()) {
			BitSet positions = new BitSet();
			for (FragmentBatch batch : FragmentBatch.of(fragment, this.plan.storage(), this.latest.schema())) {
				this.plan.cancellation().check();
				visit(batch).stream().forEach((row) -> positions.set(batch.start() + row));
			}
			this.gone.add(fragment, positions);
		}
		long inserted = this.plan.clauses().insert() ? insert() : 0;
		Change.NewRows rows = this.output.finish();
		this.plan.cancellation().check();
		Change change = this.gone.from(Change.NONE).counting(new RowCounts(inserted, this.updated, this.deleted));
		return (rows != null) ? change.adding(List.of(rows.updating(this.origins.build().toArray()))) : change;
	}

	/**
	 * Writes the updated rows of a batch.
	 * @return the rows that go: those that were written anew, and deleted ones
	 */
	private BitSet visit(FragmentBatch batch) throws IOException {
		Matches matches = matches(batch);
		BitSet gone = new BitSet();
		if (this.plan.clauses().update() != null && !matches.rows().isEmpty()) {
			gone.or(update(batch, matches));
		}
		if (this.plan.clauses().delete() != null) {
			BitSet unmatched = notInSource(batch, matches);
			ExpressionEvaluator condition = this.plan.deleteCondition();
			BitSet deletedRows = (condition != null) ? batch.passing(condition, unmatched) : unmatched;
			this.deleted += deletedRows.cardinality();
			gone.or(deletedRows);
		}
		return gone;
	}

	/**
	 * Returns the rows whose key no source row has, not even one that was left out for
	 * its vector.
	 */
	private BitSet notInSource(FragmentBatch batch, Matches matches) {
		BitSet unmatched = batch.live();
		unmatched.andNot(matches.rows());
		MergeKeys dropped = this.plan.droppedKeys();
		if (dropped != null) {
			unmatched.andNot(dropped.matches(batch.rows(), unmatched, new int[batch.rows().rowCount()]));
		}
		return unmatched;
	}

	private Matches matches(FragmentBatch batch) {
		ExpressionEvaluator range = this.plan.keys().range();
		BitSet candidates = (range != null) ? range.passing(batch.rows()) : batch.live();
		int[] sources = new int[batch.rows().rowCount()];
		if (candidates.isEmpty() || this.source.rows().isEmpty()) {
			return new Matches(new BitSet(), sources);
		}
		Matches matches = new Matches(this.plan.keys().matches(batch.rows(), candidates, sources), sources);
		batch.removeDeleted(matches.rows());
		matches.rows().stream().forEach((row) -> this.matchedSources.set(matches.sources()[row]));
		return matches;
	}

	private BitSet update(FragmentBatch batch, Matches matches) throws IOException {
		matches.rows().stream().forEach((row) -> requireUnique(matches.sources()[row]));
		BitSet rows = matches.rows();
		ExpressionEvaluator condition = this.plan.updateCondition();
		if (condition != null) {
			rows = passing(condition, batch.rows(), matches);
		}
		if (!rows.isEmpty()) {
			write(batch.rows(), rows, sources(batch.rows(), rows, matches));
			rows.stream().forEach((row) -> this.origins.add(batch.origin(row)));
			this.updated += rows.cardinality();
		}
		return rows;
	}

	private void requireUnique(int row) {
		int another = this.plan.keys().another(row);
		if (another >= 0) {
			throw new InvalidInputException("The rows [" + row + ", " + another
					+ "] of a merge-insert have the same key " + this.plan.keyOf(row) + ", which a row of the table '"
					+ this.plan.tableName() + "' has too; such ambiguous merges are refused, so give each key once");
		}
	}

	private BitSet passing(ExpressionEvaluator condition, RowBatch batch, Matches matches) {
		RowBatch target = copy(batch, matches.rows());
		RowBatch given = this.plan
			.encode(matches.rows().stream().mapToObj((row) -> this.source.rows().get(matches.sources()[row])).toList());
		List<ColumnReader> both = new ArrayList<>(target.columns());
		both.addAll(given.columns());
		BitSet passing = condition.passing(new RowBatch(target.rowCount(), both));
		int[] rows = matches.rows().stream().toArray();
		BitSet chosen = new BitSet();
		passing.stream().forEach((i) -> chosen.set(rows[i]));
		return chosen;
	}

	private void write(RowBatch batch, BitSet rows, List<@Nullable Object[]> sources) throws IOException {
		if (this.source.isComplete()) {
			this.output.write(sources);
			return;
		}
		this.output.write(batch, rows,
				RowPatch.of(this.latest.schema(), this.source.columns(), this.plan.encode(sources)));
	}

	private RowBatch copy(RowBatch batch, BitSet rows) {
		RowCopy copy = new RowCopy(this.plan.storage(), this.latest.schema());
		copy.add(batch, rows);
		return copy.take();
	}

	/**
	 * Returns the source rows of matched rows. A vector that the source has not stays as
	 * it is, unless the text changes.
	 */
	private List<@Nullable Object[]> sources(RowBatch batch, BitSet rows, Matches matches) {
		List<@Nullable Object[]> sources = new ArrayList<>();
		rows.stream().forEach((row) -> sources.add(this.source.rows().get(matches.sources()[row])));
		List<@Nullable Object[]> filled = sources;
		int[] targets = rows.stream().toArray();
		for (ColumnRoles.VectorColumn column : this.source.vectors()) {
			List<@Nullable Object> texts = new ArrayList<>();
			for (int i = 0; i < targets.length; i++) {
				int target = targets[i];
				texts.add(text(filled.get(i), column, (position) -> batch.columns().get(position).get(target)));
			}
			keepVectors(batch, targets, filled, texts, column);
			filled = withVectors(filled, texts, column);
		}
		return filled;
	}

	/**
	 * Returns what the vector of a source row is made of.
	 * @param present the values of columns that the source has not
	 */
	private @Nullable Object text(@Nullable Object[] row, ColumnRoles.VectorColumn column,
			IntFunction<@Nullable Object> present) {
		return column.source((position) -> {
			int given = this.source.indexOf(position);
			return (given >= 0) ? row[given] : present.apply(position);
		});
	}

	private void keepVectors(RowBatch batch, int[] targets, List<@Nullable Object[]> sources,
			List<@Nullable Object> texts, ColumnRoles.VectorColumn column) {
		int vector = this.source.indexOf(column.position());
		for (int i = 0; i < targets.length; i++) {
			@Nullable Object[] given = sources.get(i);
			int target = targets[i];
			if (given[vector] == null && Objects.deepEquals(texts.get(i),
					column.source((position) -> batch.columns().get(position).get(target)))) {
				@Nullable Object[] kept = given.clone();
				kept[vector] = batch.columns().get(column.position()).get(targets[i]);
				sources.set(i, kept);
			}
		}
	}

	/**
	 * Fills the vectors that lack from their sources.
	 */
	private List<@Nullable Object[]> withVectors(List<@Nullable Object[]> rows, List<@Nullable Object> texts,
			ColumnRoles.VectorColumn column) {
		int vector = this.source.indexOf(column.position());
		List<@Nullable Object> lacking = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			if (rows.get(i)[vector] == null) {
				lacking.add(texts.get(i));
			}
		}
		this.plan.vectors().make(this.latest.schema(), column, lacking);
		List<@Nullable Object[]> filled = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			@Nullable Object[] row = rows.get(i);
			@Nullable Object[] values = row;
			if (row[vector] == null) {
				values = row.clone();
				values[vector] = this.plan.vectors().of(this.latest.schema(), column, texts.get(i));
				if (values[vector] == null) {
					UpdateColumn.requireNullable(this.latest.schema().getFields().get(column.position()));
				}
			}
			filled.add(values);
		}
		return filled;
	}

	private long insert() throws IOException {
		List<@Nullable Object[]> fresh = new ArrayList<>();
		for (int row = 0; row < this.source.rows().size(); row++) {
			if (!this.matchedSources.get(this.plan.keys().first(row))) {
				fresh.add(this.source.rows().get(row));
			}
		}
		if (!fresh.isEmpty()) {
			requireNoneLacking();
		}
		for (int from = 0; from < fresh.size(); from += PIECE) {
			this.plan.cancellation().check();
			List<@Nullable Object[]> piece = fresh.subList(from, Math.min(fresh.size(), from + PIECE));
			List<@Nullable Object[]> filled = piece;
			for (ColumnRoles.VectorColumn column : this.source.vectors()) {
				filled = withVectors(filled,
						filled.stream().map((row) -> text(row, column, (position) -> null)).toList(), column);
			}
			this.output.write(filled.stream().map(this.source::whole).toList());
		}
		return fresh.size();
	}

	private void requireNoneLacking() {
		List<Field> fields = this.latest.schema().getFields();
		for (int i = 0; i < fields.size(); i++) {
			if (!fields.get(i).isNullable() && this.source.indexOf(i) < 0) {
				throw new InvalidInputException("The source rows of the merge-insert have no column '"
						+ fields.get(i).getName() + "', which cannot be null, so that rows of new keys cannot be "
						+ "inserted; give them a value for it");
			}
		}
	}

	/**
	 * Which rows of a batch match.
	 *
	 * @param rows the rows that match
	 * @param sources the source row of each of them, by the position of the row
	 */
	private record Matches(BitSet rows, int[] sources) {
	}

}

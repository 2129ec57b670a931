package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.SchemaChange;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

/**
 * Makes some of the vectors that a column lacks. If the function fails, or the thread is
 * interrupted, those that are made by then are committed all the same.
 */
final class FillVectors implements SchemaChange.Edit {

	/** How many vectors are made at once. */
	private static final int CHUNK = 256;

	private final OpenTable table;

	private final Replacement replacement;

	private final Set<Integer> fragments;

	private final LongConsumer progress;

	private final long budget;

	private long made;

	/**
	 * Whether no vectors are made any more: others wait for the commit, or it stopped.
	 */
	private boolean isClosed;

	private boolean isCancelled;

	private @Nullable EmbeddingException failure;

	private ColumnRoles.@Nullable VectorColumn column;

	private @Nullable ColumnVectors vectors;

	private @Nullable ColumnType type;

	FillVectors(OpenTable table, Replacement replacement, Set<Integer> fragments, long budget, LongConsumer progress) {
		this.table = table;
		this.replacement = replacement;
		this.fragments = fragments;
		this.budget = budget;
		this.progress = progress;
	}

	@Nullable EmbeddingException failure() {
		return this.failure;
	}

	boolean isCancelled() {
		return this.isCancelled;
	}

	long made() {
		return this.made;
	}

	@Override
	public Operation operation() {
		return Operation.ADD_COLUMNS;
	}

	@Override
	public Schema schema(Schema latest) {
		ColumnRoles.VectorColumn found = this.replacement.in(latest);
		this.column = found;
		this.vectors = ColumnVectors.of(new TableFunctions(latest, this.table.functions()), found, true);
		this.type = ColumnType.of(latest.getFields().get(found.position()));
		this.isClosed = false;
		this.made = 0;
		return latest;
	}

	@Override
	public boolean readsRows() {
		return true;
	}

	@Override
	public boolean concerns(Fragment fragment) {
		return !this.isClosed && this.made < this.budget && this.fragments.contains(fragment.id());
	}

	@Override
	public void prepared() {
		stopIfInterrupted();
		this.isClosed = true;
	}

	@Override
	public List<String> stored() {
		return List.of(this.replacement.name());
	}

	@Override
	public RowCounts rows() {
		return new RowCounts(0, this.made, 0);
	}

	@Override
	public List<@Nullable Object[]> values(RowBatch batch, IntPredicate deleted) {
		ColumnRoles.VectorColumn filled = this.column;
		if (filled == null) {
			throw new IllegalStateException("The schema was not looked at");
		}
		ColumnReader present = batch.columns().get(filled.position());
		List<@Nullable Object[]> rows = new ArrayList<>(batch.rowCount());
		List<Integer> lacking = new ArrayList<>();
		for (int row = 0; row < batch.rowCount(); row++) {
			rows.add(new @Nullable Object[] { present.get(row) });
			if (!this.isClosed && this.made + lacking.size() < this.budget && !deleted.test(row)
					&& Replacement.isLacking(batch, filled, row)) {
				lacking.add(row);
			}
		}
		for (int from = 0; from < lacking.size() && !this.isClosed; from += CHUNK) {
			embed(batch, filled, lacking.subList(from, Math.min(lacking.size(), from + CHUNK)), rows);
		}
		stopIfInterrupted();
		return rows;
	}

	private void embed(RowBatch batch, ColumnRoles.VectorColumn filled, List<Integer> chunk,
			List<@Nullable Object[]> rows) {
		ColumnVectors by = this.vectors;
		ColumnType as = this.type;
		stopIfInterrupted();
		if (this.isClosed || by == null || as == null) {
			return;
		}
		List<Object> sources = new ArrayList<>(chunk.size());
		for (int row : chunk) {
			Object source = batch.columns().get(filled.source()).get(row);
			if (source != null) {
				sources.add(source);
			}
		}
		try {
			List<Object> embedded = by.embed(sources);
			for (int i = 0; i < embedded.size(); i++) {
				rows.set(chunk.get(i), new @Nullable Object[] { as.take(embedded.get(i)) });
			}
			this.made += embedded.size();
			this.progress.accept(this.made);
		}
		catch (EmbeddingException ex) {
			stop(Thread.interrupted(), ex);
		}
	}

	/**
	 * Takes the interruption away, which would break the commit of what is made.
	 */
	private void stopIfInterrupted() {
		if (!this.isClosed && Thread.interrupted()) {
			stop(true, null);
		}
	}

	private void stop(boolean cancelled, @Nullable EmbeddingException cause) {
		this.isClosed = true;
		this.isCancelled |= cancelled;
		this.failure = cause;
	}

}

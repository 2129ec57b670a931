package io.fletch.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ImageEmbeddingFunction;
import io.fletch.store.embedding.PartialEmbeddingException;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.StoreException;
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

	/** How many texts are handed over at once, so that several requests go out. */
	private static final int TEXTS = 2048;

	/** How many pictures are handed over at once, which are long. */
	private static final int PICTURES = 256;

	private final OpenTable table;

	private final Replacement replacement;

	private final Portion portion;

	private final MadeVectors known;

	private final LongConsumer progress;

	private long made;

	private long takenOver;

	/**
	 * Whether nothing is made any more this time: others wait for the commit, or it
	 * stopped.
	 */
	private boolean isClosed;

	/** Whether the function is not asked any more. */
	private boolean isStopped;

	private boolean isCancelled;

	private @Nullable RuntimeException failure;

	private @Nullable Target target;

	/**
	 * Prepares to make vectors.
	 * @param known the vectors that were made before; new ones are added
	 * @param progress is told how many are made
	 */
	FillVectors(OpenTable table, Replacement replacement, Portion portion, MadeVectors known, LongConsumer progress) {
		this.table = table;
		this.replacement = replacement;
		this.portion = portion;
		this.known = known;
		this.progress = progress;
	}

	@Nullable RuntimeException failure() {
		return this.failure;
	}

	/**
	 * Asks for no more vectors; what is known can still be written.
	 */
	void cancel() {
		stop(true, this.failure);
	}

	boolean isCancelled() {
		return this.isCancelled;
	}

	@Override
	public Operation operation() {
		return Operation.ADD_COLUMNS;
	}

	@Override
	public Schema schema(Schema latest) {
		VectorPair found = this.replacement.in(latest);
		TableFunctions functions = new TableFunctions(latest, this.table.functions());
		this.target = new Target(found, latest.getFields().get(found.made().position()),
				ColumnVectors.of(functions, found.made(), true), functions.of(found.made()));
		this.isClosed = false;
		this.made = 0;
		return latest;
	}

	private Target target() {
		Target found = this.target;
		if (found == null) {
			throw new IllegalStateException("The schema was not looked at");
		}
		return found;
	}

	@Override
	public boolean readsRows() {
		return true;
	}

	@Override
	public boolean concerns(Fragment fragment) {
		return !this.isClosed && this.made < this.portion.budget() && this.portion.fragments().contains(fragment.id());
	}

	/**
	 * Nobody is to wait for a model; what is known already is at hand.
	 */
	@Override
	public boolean canInsist() {
		return this.isStopped;
	}

	@Override
	public void prepared() {
		stopIfInterrupted();
		this.isClosed = true;
	}

	@Override
	public List<String> stored() {
		return List.of(target().field().getName());
	}

	@Override
	public RowCounts rows() {
		return new RowCounts(0, this.made + this.takenOver, 0);
	}

	@Override
	public List<@Nullable Object[]> values(RowBatch batch, IntPredicate deleted) {
		VectorPair pair = target().pair();
		ColumnReader present = batch.columns().get(pair.made().position());
		List<@Nullable Object[]> rows = new ArrayList<>(batch.rowCount());
		List<Integer> lacking = new ArrayList<>();
		for (int row = 0; row < batch.rowCount(); row++) {
			rows.add(new @Nullable Object[] { present.get(row) });
			if (this.isClosed || deleted.test(row) || !pair.isLacking(batch, row)) {
				continue;
			}
			if (!pair.isSource(batch, row)) {
				rows.set(row, new @Nullable Object[] { pair.given(batch, row) });
				this.takenOver++;
			}
			else if (this.made + lacking.size() < this.portion.budget()) {
				lacking.add(row);
			}
		}
		int most = target().most();
		for (int from = 0; from < lacking.size() && !this.isClosed; from += most) {
			fill(batch, lacking.subList(from, Math.min(lacking.size(), from + most)), rows);
		}
		stopIfInterrupted();
		return rows;
	}

	private void fill(RowBatch batch, List<Integer> chunk, List<@Nullable Object[]> rows) {
		stopIfInterrupted();
		if (this.isClosed) {
			return;
		}
		ColumnRoles.VectorColumn column = target().pair().made();
		Map<ByteBuffer, List<Integer>> unknown = new LinkedHashMap<>();
		List<Object> sources = new ArrayList<>();
		for (int row : chunk) {
			Object source = Objects.requireNonNull(column.source((position) -> batch.columns().get(position).get(row)));
			ByteBuffer key = MadeVectors.key(source);
			Object vector = this.known.get(key);
			if (vector != null) {
				take(rows, List.of(row), vector);
			}
			else if (unknown.computeIfAbsent(key, (absent) -> new ArrayList<>()).isEmpty()) {
				sources.add(source);
				unknown.get(key).add(row);
			}
			else {
				unknown.get(key).add(row);
			}
		}
		Map<Integer, Object> vectors = (sources.isEmpty() || this.isStopped) ? Map.of() : embed(sources);
		int number = 0;
		for (Map.Entry<ByteBuffer, List<Integer>> entry : unknown.entrySet()) {
			Object vector = vectors.get(number++);
			if (vector != null) {
				this.known.put(entry.getKey(), vector);
				take(rows, entry.getValue(), vector);
			}
		}
		this.progress.accept(this.made);
	}

	private void take(List<@Nullable Object[]> rows, List<Integer> places, Object vector) {
		places.forEach((row) -> rows.set(row, new @Nullable Object[] { vector }));
		this.made += places.size();
	}

	/**
	 * Makes vectors, as many as the function can.
	 * @return the vectors by the number of their source
	 */
	private Map<Integer, Object> embed(List<Object> sources) {
		Map<Integer, Object> vectors = new TreeMap<>();
		try {
			List<Object> made = target().vectors().embed(sources);
			for (int i = 0; i < made.size(); i++) {
				vectors.put(i, target().type().take(made.get(i)));
			}
		}
		catch (PartialEmbeddingException ex) {
			ex.embedded().forEach((number, vector) -> {
				Object fitting = target().type().coerce(vector);
				if (fitting != null) {
					vectors.put(number, fitting);
				}
			});
			stop(Thread.interrupted(), ex);
		}
		catch (EmbeddingException ex) {
			stop(Thread.interrupted(), ex);
		}
		catch (StoreException ex) {
			stop(Thread.interrupted() || ex instanceof CancelledException, ex);
		}
		return vectors;
	}

	/**
	 * Takes the interruption away, which would break the commit of what is made.
	 */
	private void stopIfInterrupted() {
		if (Thread.interrupted()) {
			cancel();
		}
	}

	private void stop(boolean cancelled, @Nullable RuntimeException cause) {
		this.isClosed = true;
		this.isStopped = true;
		this.isCancelled |= cancelled;
		this.failure = cause;
	}

	/**
	 * What is done before the next commit.
	 *
	 * @param fragments the fragments whose vectors are made
	 * @param budget how many are made
	 */
	record Portion(Set<Integer> fragments, long budget) {
	}

	/**
	 * What is filled by what.
	 *
	 * @param pair the columns
	 * @param field the column that is filled
	 * @param vectors makes the vectors
	 * @param function the function that it uses
	 */
	private record Target(VectorPair pair, Field field, ColumnVectors vectors, EmbeddingFunction function) {

		ColumnType type() {
			return ColumnType.of(this.field);
		}

		/**
		 * Returns how many sources are handed over at once.
		 */
		int most() {
			return (this.function instanceof ImageEmbeddingFunction) ? PICTURES : TEXTS;
		}

	}

}

package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.RowPatch;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.io.Storage;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.query.Filter;
import io.fletch.store.table.Change;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

/**
 * An update of rows of one schema: a batch at a time, their columns are copied and the
 * updated ones put in place.
 */
final class UpdateRun {

	private final Storage storage;

	private final Schema schema;

	private final List<UpdateColumn> columns;

	private final @Nullable ExpressionEvaluator condition;

	/** The vectors that must follow their sources. */
	private final List<ColumnRoles.VectorColumn> followers;

	private final TextVectors vectors;

	private final Cancellation cancellation;

	private UpdateRun(OpenTable table, Schema schema, Request request) {
		this.storage = table.storage();
		this.schema = schema;
		this.columns = request.assignments().stream().map((one) -> UpdateColumn.of(schema, one)).toList();
		this.condition = request.where()
			.stream()
			.map((where) -> ExpressionParser.parseFilter(where.sql(), where.parameters(), schema))
			.reduce(Filter::and)
			.map((filter) -> new ExpressionEvaluator(schema, filter))
			.orElse(null);
		this.followers = table.view(schema).roles().made().stream().filter(this::follows).toList();
		this.vectors = request.vectors();
		this.cancellation = request.cancellation();
	}

	static WriteResult commit(OpenTable table, List<Update.Assignment> assignments, List<SqlText> where) {
		Request request = new Request(assignments, where, new TextVectors(table), new Cancellation("update", null));
		UpdateRun first = new UpdateRun(table, table.latest().schema(), request);
		RowChange change = new RowChange(table, Operation.UPDATE, (latest, output) -> {
			UpdateRun run = first.schema.equals(latest.schema()) ? first
					: new UpdateRun(table, latest.schema(), request);
			return run.run(latest, output);
		});
		return WriteResult.of(first.followers.isEmpty() ? change.commit() : change.commit(request.vectors()));
	}

	private boolean follows(ColumnRoles.VectorColumn column) {
		return column.sources().stream().anyMatch(this::isUpdated) && !isUpdated(column.position());
	}

	private boolean isUpdated(int position) {
		return this.columns.stream().anyMatch((column) -> column.position() == position);
	}

	private Change run(Manifest latest, RowOutput output) throws IOException {
		DeletedRows moved = new DeletedRows();
		LongStream.Builder origins = LongStream.builder();
		for (Fragment fragment : latest.fragments()) {
			BitSet positions = new BitSet();
			for (FragmentBatch batch : FragmentBatch.of(fragment, this.storage, this.schema)) {
				this.cancellation.check();
				BitSet rows = (this.condition != null) ? batch.passing(this.condition) : batch.live();
				if (!rows.isEmpty()) {
					update(batch, rows, output);
					rows.stream().forEach((row) -> {
						positions.set(batch.start() + row);
						origins.add(batch.origin(row));
					});
				}
			}
			moved.add(fragment, positions);
		}
		return change(output.finish(), moved, origins.build().toArray());
	}

	private static Change change(Change.@Nullable NewRows rows, DeletedRows moved, long[] origins) {
		Change change = moved.from(Change.NONE).counting(new RowCounts(0, origins.length, 0));
		return (rows != null) ? change.adding(List.of(rows.updating(origins))) : change;
	}

	private void update(FragmentBatch batch, BitSet rows, RowOutput output) throws IOException {
		int[] selected = rows.stream().toArray();
		long[] rowIds = rows.stream().mapToLong(batch::origin).toArray();
		List<@Nullable Object[]> values = new ArrayList<>();
		for (UpdateColumn column : this.columns) {
			values.add(column.values(batch.rows(), rows, rowIds));
		}
		for (ColumnRoles.VectorColumn follower : this.followers) {
			values.add(newVectors(batch.rows(), selected, values, follower));
		}
		IntStream positions = IntStream.concat(this.columns.stream().mapToInt(UpdateColumn::position),
				this.followers.stream().mapToInt(ColumnRoles.VectorColumn::position));
		List<@Nullable Object[]> changed = new ArrayList<>(selected.length);
		for (int i = 0; i < selected.length; i++) {
			int row = i;
			changed.add(values.stream().map((column) -> column[row]).toArray());
		}
		output.write(batch.rows(), rows, RowPatch.of(this.schema, positions.toArray(), changed));
	}

	private int indexOf(int position) {
		return this.columns.stream().map(UpdateColumn::position).toList().indexOf(position);
	}

	private @Nullable Object[] newVectors(RowBatch batch, int[] selected, List<@Nullable Object[]> updated,
			ColumnRoles.VectorColumn column) {
		@Nullable Object[] texts = new @Nullable Object[selected.length];
		@Nullable Object[] vectors = new @Nullable Object[texts.length];
		boolean[] isSame = new boolean[texts.length];
		List<@Nullable Object> changed = new ArrayList<>();
		for (int i = 0; i < texts.length; i++) {
			int row = i;
			Object before = column.source((position) -> batch.columns().get(position).get(selected[row]));
			texts[i] = column.source((position) -> isUpdated(position) ? updated.get(indexOf(position))[row]
					: batch.columns().get(position).get(selected[row]));
			isSame[i] = Objects.deepEquals(texts[i], before);
			if (!isSame[i]) {
				changed.add(texts[i]);
			}
		}
		this.vectors.make(this.schema, column, changed);
		Field field = this.schema.getFields().get(column.position());
		for (int i = 0; i < texts.length; i++) {
			if (isSame[i]) {
				vectors[i] = batch.columns().get(column.position()).get(selected[i]);
			}
			else {
				vectors[i] = this.vectors.of(this.schema, column, texts[i]);
			}
			if (vectors[i] == null) {
				UpdateColumn.requireNullable(field);
			}
		}
		return vectors;
	}

	/**
	 * What is asked for, whatever the schema.
	 *
	 * @param assignments the new values
	 * @param where the conditions, all of which the rows that get them satisfy
	 * @param vectors the vectors of new texts
	 * @param cancellation tells when to stop
	 */
	private record Request(List<Update.Assignment> assignments, List<SqlText> where, TextVectors vectors,
			Cancellation cancellation) {
	}

}

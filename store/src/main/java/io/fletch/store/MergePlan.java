package io.fletch.store;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.RowBatch;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.io.Storage;

/**
 * What is known of a merge-insert before the table is looked at.
 */
final class MergePlan {

	private final OpenTable table;

	private final MergeClauses clauses;

	private final MergeSource source;

	private final int[] keyIndexes;

	private final MergeKeys keys;

	/** The keys of source rows that were left out, or {@code null} if none was. */
	private final @Nullable MergeKeys droppedKeys;

	private final @Nullable ExpressionEvaluator updateCondition;

	private final @Nullable ExpressionEvaluator deleteCondition;

	private final TextVectors vectors;

	private final Cancellation cancellation;

	MergePlan(OpenTable table, MergeSource source, List<String> keys, MergeClauses clauses, Cancellation cancellation) {
		this.table = table;
		this.clauses = clauses;
		this.source = source;
		this.keyIndexes = source.keys(keys);
		this.keys = new MergeKeys(source, this.keyIndexes);
		this.droppedKeys = source.dropped().isEmpty() ? null : keysOfDropped(source, keys);
		this.updateCondition = clauses.updateCondition(source.table(), source.schema());
		this.deleteCondition = clauses.deleteCondition(source.table());
		this.vectors = new TextVectors(table);
		this.cancellation = cancellation;
	}

	private MergeKeys keysOfDropped(MergeSource source, List<String> names) {
		MergeSource given = source.keysOfDropped(this.keyIndexes);
		return new MergeKeys(given, given.keys(names));
	}

	Storage storage() {
		return this.table.storage();
	}

	String tableName() {
		return this.table.name();
	}

	MergeClauses clauses() {
		return this.clauses;
	}

	MergeSource source() {
		return this.source;
	}

	MergeKeys keys() {
		return this.keys;
	}

	@Nullable MergeKeys droppedKeys() {
		return this.droppedKeys;
	}

	/**
	 * Returns the key of a source row, for messages.
	 */
	List<@Nullable Object> keyOf(int row) {
		@Nullable Object[] values = this.source.rows().get(row);
		return Arrays.asList(Arrays.stream(this.keyIndexes).mapToObj((index) -> values[index]).toArray());
	}

	@Nullable ExpressionEvaluator updateCondition() {
		return this.updateCondition;
	}

	@Nullable ExpressionEvaluator deleteCondition() {
		return this.deleteCondition;
	}

	TextVectors vectors() {
		return this.vectors;
	}

	Cancellation cancellation() {
		return this.cancellation;
	}

	/**
	 * Makes a batch of source rows.
	 */
	RowBatch encode(List<@Nullable Object[]> rows) {
		return RowBatch.decode(this.source.schema(),
				MemorySegment.ofArray(new BatchEncoder(this.source.schema()).encode(rows).toByteArray()));
	}

}

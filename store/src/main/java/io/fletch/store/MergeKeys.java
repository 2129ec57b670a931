package io.fletch.store;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.RowBatch;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Filter;

/**
 * Finds the source row whose key a row of the table has, by a hash table over the keys of
 * the source. A key with a null is in it nowhere.
 */
final class MergeKeys {

	private static final int NONE = -1;

	private final int[] positions;

	private final List<Field> fields;

	private final List<KeyColumn> sources;

	/** The first source row of a key, by the hash of the key. */
	private final int[] slots;

	private final long[] hashes;

	/** For each source row the next one of the same key. */
	private final int[] next;

	/** For each source row the first one of the same key. */
	private final int[] first;

	/** Passes every row whose key can be among the source's, if that is known. */
	private final @Nullable ExpressionEvaluator range;

	/**
	 * Builds the table.
	 * @param source the source rows
	 * @param keys the positions of the keys in the source rows
	 */
	MergeKeys(MergeSource source, int[] keys) {
		this.positions = Arrays.stream(keys).map((key) -> source.columns()[key]).toArray();
		this.fields = Arrays.stream(this.positions).mapToObj(source.table().getFields()::get).toList();
		this.sources = encoded(source.rows(), keys);
		int rowCount = source.rows().size();
		this.slots = new int[Integer.highestOneBit(Math.max(8, rowCount)) << 2];
		this.hashes = new long[rowCount];
		this.next = new int[rowCount];
		this.first = new int[rowCount];
		Arrays.fill(this.slots, NONE);
		Arrays.fill(this.next, NONE);
		this.sources.forEach((column) -> column.addTo(this.hashes));
		for (int row = 0; row < rowCount; row++) {
			this.first[row] = row;
			add(row);
		}
		this.range = range(source, keys[0]);
	}

	private List<KeyColumn> encoded(List<@Nullable Object[]> rows, int[] keys) {
		Schema schema = new Schema(this.fields);
		List<@Nullable Object[]> values = new ArrayList<>(rows.size());
		for (@Nullable
		Object[] row : rows) {
			@Nullable Object[] key = new @Nullable Object[keys.length];
			for (int i = 0; i < keys.length; i++) {
				key[i] = row[keys[i]];
			}
			values.add(key);
		}
		RowBatch batch = RowBatch.decode(schema,
				MemorySegment.ofArray(new BatchEncoder(schema).encode(values).toByteArray()));
		List<KeyColumn> columns = new ArrayList<>();
		for (int i = 0; i < keys.length; i++) {
			columns.add(KeyColumn.of(batch.columns().get(i), this.fields.get(i).getType()));
		}
		return columns;
	}

	private void add(int row) {
		if (hasNull(this.sources, row)) {
			return;
		}
		int slot = slot(this.sources, row, this.hashes[row]);
		int head = this.slots[slot];
		if (head == NONE) {
			this.slots[slot] = row;
		}
		else {
			this.first[row] = head;
			this.next[row] = this.next[head];
			this.next[head] = row;
		}
	}

	/**
	 * Returns where a key is in the table, or where it would be.
	 */
	private int slot(List<KeyColumn> keys, int row, long hash) {
		int mask = this.slots.length - 1;
		int slot = (int) hash & mask;
		while (this.slots[slot] != NONE) {
			int source = this.slots[slot];
			if (this.hashes[source] == hash && isSame(keys, row, source)) {
				break;
			}
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private boolean isSame(List<KeyColumn> keys, int row, int source) {
		for (int i = 0; i < keys.size(); i++) {
			if (!keys.get(i).equals(row, this.sources.get(i), source)) {
				return false;
			}
		}
		return true;
	}

	private static boolean hasNull(List<KeyColumn> keys, int row) {
		for (int i = 0; i < keys.size(); i++) {
			if (keys.get(i).reader().isNull(row)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Finds for rows of a batch the first source rows that have their keys.
	 * @param batch a batch of the table
	 * @param candidates the rows to look at
	 * @param found takes the source row of each row that matches
	 * @return the rows that match
	 */
	BitSet matches(RowBatch batch, BitSet candidates, int[] found) {
		List<KeyColumn> keys = new ArrayList<>();
		for (int i = 0; i < this.positions.length; i++) {
			if (!batch.has(this.positions[i])) {
				return new BitSet();
			}
			keys.add(KeyColumn.of(batch.columns().get(this.positions[i]), this.fields.get(i).getType()));
		}
		long[] rowHashes = new long[batch.rowCount()];
		keys.forEach((column) -> column.addTo(rowHashes));
		BitSet matching = new BitSet();
		for (int row = candidates.nextSetBit(0); row >= 0; row = candidates.nextSetBit(row + 1)) {
			int source = this.slots[slot(keys, row, rowHashes[row])];
			if (source != NONE && !hasNull(keys, row)) {
				found[row] = source;
				matching.set(row);
			}
		}
		return matching;
	}

	/**
	 * Returns the first source row that has the same key as another.
	 */
	int first(int source) {
		return this.first[source];
	}

	/**
	 * Returns another source row of the same key, or -1.
	 */
	int another(int source) {
		return this.next[source];
	}

	/**
	 * Returns what passes every row whose key can be among the source's, or {@code null}
	 * if any row's can.
	 */
	@Nullable ExpressionEvaluator range() {
		return this.range;
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static @Nullable ExpressionEvaluator range(MergeSource source, int key) {
		Field field = source.schema().getFields().get(key);
		boolean ordered = field.getType() instanceof ArrowType.Int || field.getType() instanceof ArrowType.Date
				|| field.getType() instanceof ArrowType.Timestamp;
		List<Comparable> keys = new ArrayList<>();
		for (@Nullable
		Object[] row : source.rows()) {
			if (row[key] instanceof Comparable value) {
				keys.add(value);
			}
		}
		if (!ordered || keys.isEmpty()) {
			return null;
		}
		Expression column = new Expression.Column(List.of(field.getName()));
		Expression least = new Expression.Literal(keys.stream().min(Comparator.naturalOrder()).orElseThrow());
		Expression greatest = new Expression.Literal(keys.stream().max(Comparator.naturalOrder()).orElseThrow());
		Expression between = new Expression.And(new Expression.Comparison(column, Expression.Operator.GE, least),
				new Expression.Comparison(column, Expression.Operator.LE, greatest));
		return new ExpressionEvaluator(source.table(), new Filter(ExpressionParser.checked(between, source.table())));
	}

}

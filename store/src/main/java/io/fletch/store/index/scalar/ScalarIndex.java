package io.fletch.store.index.scalar;

import java.lang.foreign.MemorySegment;
import java.time.DateTimeException;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexFile;
import io.fletch.store.index.OpenSegment;
import io.fletch.store.query.Expression;

/**
 * A segment of a scalar index: tells for which of its rows a condition over one column is
 * true, exactly as if it were evaluated for each. Safe for use by several threads.
 */
public final class ScalarIndex implements OpenSegment {

	private static final int NULLS = 5;

	/** So few rows are collected in no time. */
	private static final int FEW = 10_000;

	/**
	 * To collect a row takes about so many times as long as to compare a number, among
	 * others that lie beside it in memory.
	 */
	private static final int MANY = 25;

	private final IndexFile file;

	private final int rowCount;

	/** Whether it counts rows without collecting them. */
	private final boolean isOrdered;

	private final Keys keys;

	private final Answer<?> answer;

	private ScalarIndex(IndexFile file, int rowCount, Keys keys, Answer<?> answer) {
		this.file = file;
		this.rowCount = rowCount;
		this.isOrdered = answer.conditions() instanceof OrderedConditions;
		this.keys = keys;
		this.answer = answer;
	}

	/**
	 * Opens a segment.
	 * @param file the file
	 * @param type the kind of index
	 * @param column the column, as conditions name it
	 * @param field the column's field
	 * @return the segment
	 * @throws CorruptTableException if it is damaged, or of another column or kind
	 * @throws InvalidInputException if the column cannot have such an index
	 */
	public static ScalarIndex open(IndexFile file, ScalarIndexType type, Expression.Column column, Field field) {
		KeyType keyType = type.requireKeyType(field);
		MemorySegment header = file.section(0);
		file.require(header.byteSize() == PageLayout.HEADER_LENGTH, "its header has a wrong length");
		file.require(
				header.getAtIndex(PageLayout.INT, 0) == type.code()
						&& header.getAtIndex(PageLayout.INT, 1) == keyType.form().code()
						&& header.getAtIndex(PageLayout.INT, 2) == keyType.parameter(),
				"it is no index of the kind " + type + " for the type of the column '" + field.getName() + "'");
		int rowCount = header.getAtIndex(PageLayout.INT, 3);
		file.require(rowCount >= 0, "it claims " + rowCount + " rows");
		KeyPages pages = new KeyPages(file, keyType.isLong(), rowCount);
		RoaringBitmap nulls = pages.bitmap(file.section(NULLS));
		Keys keys = new Keys(keyType, pages, nulls);
		if (type == ScalarIndexType.LABEL_LIST) {
			LabelConditions conditions = new LabelConditions(column, keyType, pages, nulls, rowCount);
			return new ScalarIndex(file, rowCount, keys, new Answer<>(conditions, RoaringBitmap::clone));
		}
		file.require(pages.rowsBeforeSlot(pages.keyCount()) + nulls.getLongCardinality() == rowCount,
				"its keys and nulls are not those of " + rowCount + " rows");
		OrderedConditions conditions = new OrderedConditions(column, keyType, pages, nulls, rowCount);
		return new ScalarIndex(file, rowCount, keys, new Answer<>(conditions, conditions::rows));
	}

	/**
	 * Finds the rows for which a condition is true.
	 * @param condition the condition, checked against the schema of the table
	 * @return their ordinals, in a bitmap of the caller's own, or {@code null} if the
	 * index cannot tell
	 * @throws CorruptTableException if the index is damaged
	 */
	public @Nullable RoaringBitmap rows(Expression condition) {
		return guarded(() -> this.answer.rows(condition));
	}

	/**
	 * Counts the rows for which a condition is true. Without lists this takes no longer
	 * if they are many.
	 * @param condition the condition, checked against the schema of the table
	 * @return their number, or nothing if the index cannot tell
	 * @throws CorruptTableException if the index is damaged
	 */
	public OptionalLong count(Expression condition) {
		Long count = guarded(() -> this.answer.count(condition));
		return (count != null) ? OptionalLong.of(count) : OptionalLong.empty();
	}

	/**
	 * Tells whether looking at every row takes less time than collecting those for which
	 * a condition is true: where they are many, and of few bytes each.
	 * @param condition the condition, checked against the schema of the table
	 * @return whether it does; not if the index cannot tell
	 * @throws CorruptTableException if the index is damaged
	 */
	public boolean isSlowerThanScan(Expression condition) {
		return this.isOrdered && this.keys.type().isLong() && this.rowCount >= FEW
				&& count(condition).orElse(0) > this.rowCount / MANY;
	}

	/**
	 * Returns how many different values the rows hold, or the lists of the rows.
	 * @return the number, without nulls
	 */
	public int keyCount() {
		return this.keys.pages().keyCount();
	}

	/**
	 * Tells whether the values of keys are what the column holds: they are where they are
	 * texts or booleans. Numbers and times have one form for all types.
	 * @return whether they are
	 */
	public boolean hasValues() {
		return this.keys.type().form() == KeyType.Form.TEXT || this.keys.type().form() == KeyType.Form.BOOLEAN;
	}

	/**
	 * Goes over the values in their order, without null.
	 * @param action takes a value, and the ordinals of the rows that hold it
	 * @throws CorruptTableException if the index is damaged
	 */
	public void forEachKey(BiConsumer<Object, RoaringBitmap> action) {
		guarded(() -> {
			this.keys.pages().forEach(this.keys.type(), action);
			return this;
		});
	}

	/**
	 * Returns the rows without a value.
	 * @return their ordinals; not to be changed
	 */
	public RoaringBitmap nullRows() {
		return this.keys.nulls();
	}

	private static <T> @Nullable T guarded(Attempt<T> attempt) {
		try {
			return attempt.get();
		}
		catch (IndexOutOfBoundsException | DateTimeException | ArithmeticException | NegativeArraySizeException ex) {
			throw new CorruptTableException(
					"An index is damaged: a page cannot be read; drop the index and create it again", ex);
		}
	}

	@Override
	public int rowCount() {
		return this.rowCount;
	}

	/**
	 * Returns how long the file of the segment is.
	 * @return the length in bytes
	 */
	public long byteSize() {
		return this.file.byteSize();
	}

	/**
	 * What the segment holds.
	 */
	private record Keys(KeyType type, KeyPages pages, RoaringBitmap nulls) {
	}

	/**
	 * Something that may be unknown.
	 */
	private interface Attempt<T> {

		@Nullable T get();

	}

	/**
	 * How conditions are answered.
	 *
	 * @param conditions finds where they are true
	 * @param collect makes ordinals of that
	 */
	private record Answer<S>(Conditions<S> conditions, Function<S, RoaringBitmap> collect) {

		@Nullable RoaringBitmap rows(Expression condition) {
			Truth<S> truth = this.conditions.truth(condition);
			return (truth != null) ? this.collect.apply(truth.isTrue()) : null;
		}

		@Nullable Long count(Expression condition) {
			Truth<S> truth = this.conditions.truth(condition);
			return (truth != null) ? this.conditions.count(truth.isTrue()) : null;
		}

	}

}

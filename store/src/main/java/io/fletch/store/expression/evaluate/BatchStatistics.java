package io.fletch.store.expression.evaluate;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.column.ColumnReader;

/**
 * What is known of the columns of batches without reading them again: where they are
 * null, and their least and greatest values. Computed when it is first asked for, and
 * kept as long as the batch, which never changes. A file of statistics can take this
 * place.
 */
final class BatchStatistics {

	/** By the identity of columns, as two batches with the same bytes are equal. */
	private static final Map<Key, ColumnStatistics> BY_COLUMN = new ConcurrentHashMap<>();

	private static final ReferenceQueue<ColumnReader> GONE = new ReferenceQueue<>();

	private BatchStatistics() {
	}

	static ColumnStatistics of(RowBatch batch, int column, Field field) {
		ColumnReader reader = batch.columns().get(column);
		if (reader instanceof ColumnReader.Absent) {
			// All batches share it, whatever their number of rows.
			return ColumnStatistics.compute(reader, batch.rowCount(), field);
		}
		ColumnStatistics known = BY_COLUMN.get(new Key(reader, null));
		if (known != null) {
			return known;
		}
		for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
			BY_COLUMN.remove(gone);
		}
		ColumnStatistics computed = ColumnStatistics.compute(reader, batch.rowCount(), field);
		BY_COLUMN.put(new Key(reader, GONE), computed);
		return computed;
	}

	/**
	 * A column by its identity.
	 */
	private static final class Key extends WeakReference<ColumnReader> {

		private final int hash;

		Key(ColumnReader column, @Nullable ReferenceQueue<ColumnReader> queue) {
			super(column, queue);
			this.hash = System.identityHashCode(column);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			if (this == other) {
				return true;
			}
			ColumnReader column = get();
			return other instanceof Key key && column != null && column == key.get();
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

	}

}

package io.fletch.store.data;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnReader;

/**
 * The columns of a batch. Each is checked, and converted where it must be, at its first
 * use.
 */
final class ColumnList extends AbstractList<ColumnReader> implements RandomAccess {

	private final Column[] columns;

	ColumnList(Column[] columns) {
		this.columns = columns;
	}

	static ColumnList of(List<ColumnReader> readers) {
		return (readers instanceof ColumnList list) ? list
				: new ColumnList(readers.stream().map(Column::checked).toArray(Column[]::new));
	}

	@Override
	public ColumnReader get(int index) {
		return this.columns[index].reader();
	}

	@Override
	public int size() {
		return this.columns.length;
	}

	boolean has(int index) {
		return !(this.columns[index].stored instanceof ColumnReader.Absent);
	}

	/**
	 * Returns how much memory converted values take at most.
	 */
	long convertedBytes() {
		long bytes = 0;
		for (Column column : this.columns) {
			bytes += column.convertedBytes;
		}
		return bytes;
	}

	ColumnList overlay(ColumnList later) {
		Column[] both = this.columns.clone();
		for (int i = 0; i < both.length; i++) {
			if (later.has(i)) {
				both[i] = later.columns[i];
			}
		}
		return new ColumnList(both);
	}

	static final class Column {

		static final Column ABSENT = checked(ColumnReader.Absent.INSTANCE);

		private final ColumnReader stored;

		private final UnaryOperator<ColumnReader> conversion;

		private final Runnable check;

		private final long convertedBytes;

		/** Set when the column was checked; several threads may do it at once. */
		private volatile @Nullable ColumnReader converted;

		Column(ColumnReader stored, UnaryOperator<ColumnReader> conversion, Runnable check, long convertedBytes) {
			this.stored = stored;
			this.conversion = conversion;
			this.check = check;
			this.convertedBytes = convertedBytes;
		}

		/**
		 * A column that is as it is read, with nothing left to check.
		 */
		static Column checked(ColumnReader reader) {
			return new Column(reader, UnaryOperator.identity(), () -> {
			}, 0);
		}

		private ColumnReader reader() {
			ColumnReader reader = this.converted;
			if (reader == null) {
				this.check.run();
				reader = this.conversion.apply(this.stored);
				this.converted = reader;
			}
			return reader;
		}

	}

}

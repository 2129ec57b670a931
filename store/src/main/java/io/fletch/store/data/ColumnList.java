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
				: new ColumnList(readers.stream().map((reader) -> new Column(reader, UnaryOperator.identity(), () -> {
				})).toArray(Column[]::new));
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

		static final Column ABSENT = new Column(ColumnReader.Absent.INSTANCE, UnaryOperator.identity(), () -> {
		});

		private final ColumnReader stored;

		private final UnaryOperator<ColumnReader> conversion;

		private final Runnable check;

		/** Set when the column was checked; several threads may do it at once. */
		private volatile @Nullable ColumnReader converted;

		Column(ColumnReader stored, UnaryOperator<ColumnReader> conversion, Runnable check) {
			this.stored = stored;
			this.conversion = conversion;
			this.check = check;
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

package io.fletch.store.data.column;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.buffer.BufferSink;
import io.fletch.store.data.buffer.ValidityBuilder;

/**
 * Collects the values of one column, its children included, until they are encoded.
 */
public abstract class ColumnWriter {

	private final ValidityBuilder validity = new ValidityBuilder();

	/**
	 * Adds a value.
	 * @param value the value in the Java form of its {@link ColumnType}
	 */
	public void write(@Nullable Object value) {
		this.validity.add(value != null);
		if (value != null) {
			put(value);
		}
		else {
			putNulls(1);
		}
	}

	void writeNulls(int count) {
		this.validity.add(false, count);
		putNulls(count);
	}

	/**
	 * Adds neighbouring values of a column of the same type.
	 * @param source the column
	 * @param from the position of the first
	 * @param count how many to add
	 */
	public void copy(ColumnReader source, int from, int count) {
		if (count == 0) {
			// A column without values may come without offsets.
			return;
		}
		if (source instanceof ColumnReader.Absent) {
			writeNulls(count);
			return;
		}
		this.validity.copy(source.validity(), from, count);
		copyValues(source, from, count);
	}

	public int count() {
		return this.validity.count();
	}

	public long byteSize() {
		return this.validity.byteSize() + valueSize();
	}

	public void emit(BufferSink sink) {
		this.validity.emit(sink);
		emitValues(sink);
	}

	public void clear() {
		this.validity.clear();
		clearValues();
	}

	abstract void put(Object value);

	abstract void putNulls(int count);

	abstract void copyValues(ColumnReader source, int from, int count);

	abstract long valueSize();

	abstract void emitValues(BufferSink sink);

	abstract void clearValues();

}

package io.fletch.store.data.column;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.buffer.BufferSink;

/**
 * Writes values of one width.
 */
final class FixedWidthWriter extends ColumnWriter {

	private final FixedWidthType type;

	private final BufferBuilder data = new BufferBuilder();

	FixedWidthWriter(FixedWidthType type) {
		this.type = type;
	}

	@Override
	void put(Object value) {
		this.type.put(this.data, value);
	}

	@Override
	void putNulls(int count) {
		this.data.putZeros((long) count * this.type.width());
	}

	@Override
	void copyValues(ColumnReader source, int from, int count) {
		long width = this.type.width();
		this.data.putSegment(((ColumnReader.FixedWidth) source).data(), from * width, count * width);
	}

	@Override
	long valueSize() {
		return this.data.length();
	}

	@Override
	void emitValues(BufferSink sink) {
		sink.buffer(this.data);
	}

	@Override
	void clearValues() {
		this.data.clear();
	}

}

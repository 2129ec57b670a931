package io.fletch.store.data.column;

import java.util.function.Function;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.buffer.BufferSink;
import io.fletch.store.data.buffer.OffsetsBuilder;
import io.fletch.store.data.buffer.VariableWidth;

/**
 * Writes values of different lengths.
 */
final class VariableWidthWriter extends ColumnWriter {

	private final Function<Object, byte[]> encoder;

	private final OffsetsBuilder offsets;

	private final BufferBuilder bytes = new BufferBuilder();

	VariableWidthWriter(boolean isWide, Function<Object, byte[]> encoder) {
		this.encoder = encoder;
		this.offsets = new OffsetsBuilder(isWide);
	}

	@Override
	void put(Object value) {
		this.bytes.putBytes(this.encoder.apply(value));
		this.offsets.add(this.bytes.length());
	}

	@Override
	void putNulls(int count) {
		for (int i = 0; i < count; i++) {
			this.offsets.add(this.bytes.length());
		}
	}

	@Override
	void copyValues(ColumnReader source, int from, int count) {
		VariableWidth values = switch (source) {
			case ColumnReader.Text text -> text.values();
			case ColumnReader.Binary binary -> binary.values();
			default -> throw new IllegalArgumentException("A column of another type: " + source);
		};
		int end = this.bytes.length();
		long start = values.offsets().at(from);
		this.bytes.putSegment(values.bytes(), start, values.offsets().at(from + count) - start);
		this.offsets.copy(values.offsets(), from, count, end);
	}

	@Override
	long valueSize() {
		return (long) this.bytes.length() + this.offsets.byteSize();
	}

	@Override
	void emitValues(BufferSink sink) {
		this.offsets.emit(sink);
		sink.buffer(this.bytes);
	}

	@Override
	void clearValues() {
		this.offsets.clear();
		this.bytes.clear();
	}

}

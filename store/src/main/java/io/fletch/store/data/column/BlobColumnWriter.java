package io.fletch.store.data.column;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.data.blob.BlobPlace;
import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferSink;

/**
 * Writes the struct that stands for a blob.
 */
final class BlobColumnWriter extends ColumnWriter {

	private final BlobTarget blobs;

	private final ColumnWriter inline = new VariableWidthWriter(false, (bytes) -> (byte[]) bytes);

	private final ColumnWriter file = new VariableWidthWriter(false,
			(text) -> ((String) text).getBytes(StandardCharsets.UTF_8));

	private final ColumnWriter offset = new FixedWidthWriter(new IntegerType(Long.SIZE, true));

	private final ColumnWriter length = new FixedWidthWriter(new IntegerType(Long.SIZE, true));

	private final ColumnWriter checksum = new FixedWidthWriter(new IntegerType(Integer.SIZE, true));

	private final List<ColumnWriter> children = List.of(this.inline, this.file, this.offset, this.length,
			this.checksum);

	BlobColumnWriter(BlobTarget blobs) {
		this.blobs = blobs;
	}

	@Override
	void put(Object value) {
		Blob blob = (Blob) value;
		BlobPlace place = this.blobs.store(blob);
		put((place != null) ? null : blob.bytes(), place);
	}

	private void put(byte @Nullable [] bytes, @Nullable BlobPlace place) {
		this.inline.write(bytes);
		this.file.write((place != null) ? place.file() : null);
		this.offset.write((place != null) ? place.offset() : null);
		this.length.write((place != null) ? place.length() : null);
		this.checksum.write((place != null) ? place.checksum() : null);
	}

	@Override
	void putNulls(int count) {
		this.children.forEach((child) -> child.writeNulls(count));
	}

	@Override
	void copyValues(ColumnReader source, int from, int count) {
		ColumnReader.Blobs values = (ColumnReader.Blobs) source;
		for (int row = from; row < from + count; row++) {
			if (values.isNull(row)) {
				putNulls(1);
				continue;
			}
			BlobPlace place = values.place(row);
			if (place != null) {
				this.blobs.refer(place);
				put(null, place);
			}
			else {
				put(values.value(row));
			}
		}
	}

	@Override
	long valueSize() {
		long size = 0;
		for (ColumnWriter child : this.children) {
			size += child.byteSize();
		}
		return size;
	}

	@Override
	void emitValues(BufferSink sink) {
		this.children.forEach((child) -> child.emit(sink));
	}

	@Override
	void clearValues() {
		this.children.forEach(ColumnWriter::clear);
	}

}

package io.fletch.store.data.column;

import java.util.Collection;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferSink;
import io.fletch.store.data.buffer.BufferSource;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.data.value.Sequences;

/**
 * Lists of one length, of anything but the numbers of {@link VectorType}. The Java form
 * is List.
 */
final class FixedListType extends ColumnType {

	private final Element element;

	private final int size;

	FixedListType(Field element, int size) {
		this.element = Element.of(element);
		this.size = size;
	}

	@Override
	public String label() {
		return "list of " + this.size + " " + this.element.type().label();
	}

	@Override
	public Object take(Object value) {
		Collection<?> given = Sequences.elements(value);
		if (given == null || given.size() != this.size) {
			throw MisfitException.ofType(value, label());
		}
		return ListType.take(given, this.element);
	}

	@Override
	public ColumnWriter writer(BlobTarget blobs) {
		return new FixedListWriter(this.size, this.element.type().writer(blobs));
	}

	@Override
	public ColumnReader decode(BufferSource source) {
		BufferSource.Node node = source.node();
		source.requireChild((long) node.length() * this.size);
		return new ColumnReader.FixedLists(node.validity(), this.size, this.element.type().decode(source));
	}

	private static final class FixedListWriter extends ColumnWriter {

		private final int size;

		private final ColumnWriter elements;

		private FixedListWriter(int size, ColumnWriter elements) {
			this.size = size;
			this.elements = elements;
		}

		@Override
		void put(Object value) {
			for (Object element : (List<?>) value) {
				this.elements.write(element);
			}
		}

		@Override
		void putNulls(int count) {
			this.elements.writeNulls(Math.multiplyExact(count, this.size));
		}

		@Override
		void copyValues(ColumnReader source, int from, int count) {
			this.elements.copy(((ColumnReader.FixedLists) source).elements(), from * this.size, count * this.size);
		}

		@Override
		long valueSize() {
			return this.elements.byteSize();
		}

		@Override
		void emitValues(BufferSink sink) {
			this.elements.emit(sink);
		}

		@Override
		void clearValues() {
			this.elements.clear();
		}

	}

}

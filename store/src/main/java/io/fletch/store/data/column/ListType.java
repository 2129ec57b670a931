package io.fletch.store.data.column;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferSink;
import io.fletch.store.data.buffer.BufferSource;
import io.fletch.store.data.buffer.Offsets;
import io.fletch.store.data.buffer.OffsetsBuilder;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.data.value.Sequences;

/**
 * Lists of any length. The Java form is List.
 */
final class ListType extends ColumnType {

	private final Element element;

	private final boolean isLarge;

	ListType(Field element, boolean isLarge) {
		this.element = Element.of(element);
		this.isLarge = isLarge;
	}

	@Override
	public String label() {
		return (this.isLarge ? "large_list of " : "list of ") + this.element.type().label();
	}

	@Override
	public Object take(Object value) {
		Collection<?> given = Sequences.elements(value);
		if (given == null) {
			throw MisfitException.ofType(value, label());
		}
		return take(given, this.element);
	}

	static List<@Nullable Object> take(Collection<?> given, Element element) {
		List<@Nullable Object> list = new ArrayList<>(given.size());
		for (Object one : given) {
			try {
				list.add(element.take(one));
			}
			catch (MisfitException ex) {
				throw ex.in("[" + list.size() + "]");
			}
		}
		return list;
	}

	@Override
	public ColumnWriter writer(BlobTarget blobs) {
		return new ListWriter(this.isLarge, this.element.type().writer(blobs));
	}

	@Override
	public ColumnReader decode(BufferSource source) {
		BufferSource.Node node = source.node();
		Offsets offsets = source.offsets(node.length(), this.isLarge);
		source.requireChild((node.length() > 0) ? offsets.at(node.length()) : 0);
		return new ColumnReader.Lists(node.validity(), offsets, this.element.type().decode(source));
	}

	private static final class ListWriter extends ColumnWriter {

		private final OffsetsBuilder offsets;

		private final ColumnWriter elements;

		private ListWriter(boolean isLarge, ColumnWriter elements) {
			this.offsets = new OffsetsBuilder(isLarge);
			this.elements = elements;
		}

		@Override
		void put(Object value) {
			for (Object element : (List<?>) value) {
				this.elements.write(element);
			}
			this.offsets.add(this.elements.count());
		}

		@Override
		void putNulls(int count) {
			for (int i = 0; i < count; i++) {
				this.offsets.add(this.elements.count());
			}
		}

		@Override
		void copyValues(ColumnReader source, int from, int count) {
			ColumnReader.Lists lists = (ColumnReader.Lists) source;
			int end = this.elements.count();
			int start = (int) lists.offsets().at(from);
			this.elements.copy(lists.elements(), start, (int) lists.offsets().at(from + count) - start);
			this.offsets.copy(lists.offsets(), from, count, end);
		}

		@Override
		long valueSize() {
			return this.offsets.byteSize() + this.elements.byteSize();
		}

		@Override
		void emitValues(BufferSink sink) {
			this.offsets.emit(sink);
			this.elements.emit(sink);
		}

		@Override
		void clearValues() {
			this.offsets.clear();
			this.elements.clear();
		}

	}

}

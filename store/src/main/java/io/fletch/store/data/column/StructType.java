package io.fletch.store.data.column;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferSink;
import io.fletch.store.data.buffer.BufferSource;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.data.value.ValueText;
import io.fletch.store.record.RecordColumns;

/**
 * Groups of named fields. The Java form is a Map of the fields in their order; a Map or a
 * record is taken, and a field that it does not have is null.
 */
final class StructType extends ColumnType {

	private final List<Element> children;

	StructType(List<Field> children) {
		this.children = children.stream().map(Element::of).toList();
	}

	@Override
	public String label() {
		return "struct of " + this.children.stream().map(Element::name).toList();
	}

	@Override
	public Object take(Object value) {
		Map<?, ?> given = switch (value) {
			case Map<?, ?> map -> map;
			case Record source -> RecordColumns.values(source);
			default -> throw MisfitException.ofType(value, label());
		};
		Map<String, @Nullable Object> struct = LinkedHashMap.newLinkedHashMap(this.children.size());
		int found = 0;
		for (Element child : this.children) {
			Object one = given.get(child.name());
			found += (one != null || given.containsKey(child.name())) ? 1 : 0;
			try {
				struct.put(child.name(), child.take(one));
			}
			catch (MisfitException ex) {
				throw ex.in("." + child.name());
			}
		}
		if (found < given.size()) {
			throw unknownField(given);
		}
		return struct;
	}

	private MisfitException unknownField(Map<?, ?> given) {
		List<Object> unknown = new ArrayList<>(given.keySet());
		unknown.removeAll(this.children.stream().map(Element::name).toList());
		return MisfitException.of("the unknown field " + ValueText.quote(String.valueOf(unknown.getFirst())),
				"takes " + label());
	}

	@Override
	public ColumnWriter writer(BlobTarget blobs) {
		return new StructWriter(this.children, blobs);
	}

	@Override
	public ColumnReader decode(BufferSource source) {
		BufferSource.Node node = source.node();
		List<ColumnReader> readers = new ArrayList<>(this.children.size());
		for (Element child : this.children) {
			source.requireChild(node.length());
			readers.add(child.type().decode(source));
		}
		return new ColumnReader.Structs(node.validity(), this.children.stream().map(Element::name).toList(), readers);
	}

	private static final class StructWriter extends ColumnWriter {

		private final List<Element> children;

		private final ColumnWriter[] writers;

		private StructWriter(List<Element> children, BlobTarget blobs) {
			this.children = children;
			this.writers = children.stream().map((child) -> child.type().writer(blobs)).toArray(ColumnWriter[]::new);
		}

		@Override
		void put(Object value) {
			Map<?, ?> struct = (Map<?, ?>) value;
			for (int i = 0; i < this.writers.length; i++) {
				this.writers[i].write(struct.get(this.children.get(i).name()));
			}
		}

		@Override
		void putNulls(int count) {
			for (ColumnWriter writer : this.writers) {
				writer.writeNulls(count);
			}
		}

		@Override
		void copyValues(ColumnReader source, int from, int count) {
			ColumnReader.Structs structs = (ColumnReader.Structs) source;
			for (int i = 0; i < this.writers.length; i++) {
				this.writers[i].copy(structs.children().get(i), from, count);
			}
		}

		@Override
		long valueSize() {
			long size = 0;
			for (ColumnWriter writer : this.writers) {
				size += writer.byteSize();
			}
			return size;
		}

		@Override
		void emitValues(BufferSink sink) {
			for (ColumnWriter writer : this.writers) {
				writer.emit(sink);
			}
		}

		@Override
		void clearValues() {
			for (ColumnWriter writer : this.writers) {
				writer.clear();
			}
		}

	}

}

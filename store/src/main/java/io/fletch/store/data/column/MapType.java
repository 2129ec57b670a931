package io.fletch.store.data.column;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.buffer.BufferSink;
import io.fletch.store.data.buffer.BufferSource;
import io.fletch.store.data.buffer.Offsets;
import io.fletch.store.data.buffer.OffsetsBuilder;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.data.value.ValueText;

/**
 * Maps. The Java form is a Map in the order of its entries. Keys are never null.
 */
final class MapType extends ColumnType {

	private final Element key;

	private final Element value;

	MapType(Field entries) {
		List<Field> children = entries.getChildren();
		this.key = Element.of(children.get(0));
		this.value = Element.of(children.get(1));
	}

	@Override
	public String label() {
		return "map of " + this.key.type().label() + " to " + this.value.type().label();
	}

	@Override
	public Object take(Object given) {
		if (!(given instanceof Map<?, ?> entries)) {
			throw MisfitException.ofType(given, label());
		}
		Map<Object, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(entries.size());
		for (Map.Entry<?, ?> entry : entries.entrySet()) {
			try {
				map.put(takeKey(entry.getKey()), this.value.take(entry.getValue()));
			}
			catch (MisfitException ex) {
				throw ex.in("[" + ValueText.quote(String.valueOf(entry.getKey())) + "]");
			}
		}
		return map;
	}

	private Object takeKey(@Nullable Object given) {
		if (given == null) {
			throw MisfitException.of("a null key", "takes " + label());
		}
		return this.key.type().take(given);
	}

	@Override
	public ColumnWriter writer(BlobTarget blobs) {
		return new MapWriter(this.key.type().writer(blobs), this.value.type().writer(blobs));
	}

	@Override
	public ColumnReader decode(BufferSource source) {
		BufferSource.Node node = source.node();
		Offsets offsets = source.offsets(node.length(), false);
		source.requireChild((node.length() > 0) ? offsets.at(node.length()) : 0);
		BufferSource.Node entries = source.node();
		source.requireChild(entries.length());
		ColumnReader keys = this.key.type().decode(source);
		source.requireChild(entries.length());
		return new ColumnReader.Maps(node.validity(), offsets, keys, this.value.type().decode(source));
	}

	private static final class MapWriter extends ColumnWriter {

		private final OffsetsBuilder offsets = new OffsetsBuilder(false);

		private final ColumnWriter keys;

		private final ColumnWriter values;

		private MapWriter(ColumnWriter keys, ColumnWriter values) {
			this.keys = keys;
			this.values = values;
		}

		@Override
		void put(Object value) {
			((Map<?, ?>) value).forEach((key, one) -> {
				this.keys.write(key);
				this.values.write(one);
			});
			this.offsets.add(this.keys.count());
		}

		@Override
		void putNulls(int count) {
			for (int i = 0; i < count; i++) {
				this.offsets.add(this.keys.count());
			}
		}

		@Override
		void copyValues(ColumnReader source, int from, int count) {
			ColumnReader.Maps maps = (ColumnReader.Maps) source;
			int end = this.keys.count();
			int start = (int) maps.offsets().at(from);
			int entries = (int) maps.offsets().at(from + count) - start;
			this.keys.copy(maps.keys(), start, entries);
			this.values.copy(maps.values(), start, entries);
			this.offsets.copy(maps.offsets(), from, count, end);
		}

		@Override
		long valueSize() {
			return this.offsets.byteSize() + this.keys.byteSize() + this.values.byteSize();
		}

		@Override
		void emitValues(BufferSink sink) {
			this.offsets.emit(sink);
			sink.node(this.keys.count(), 0);
			sink.buffer(new BufferBuilder());
			this.keys.emit(sink);
			this.values.emit(sink);
		}

		@Override
		void clearValues() {
			this.offsets.clear();
			this.keys.clear();
			this.values.clear();
		}

	}

}

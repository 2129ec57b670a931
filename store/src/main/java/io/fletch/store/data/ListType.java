package io.fletch.store.data;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Lists of any length.
 */
final class ListType extends ColumnType {

	private final Field elementField;

	private final ColumnType elements;

	ListType(Field elementField) {
		this.elementField = elementField;
		this.elements = ColumnType.of(elementField);
	}

	@Override
	public String label() {
		return "list of " + this.elements.label();
	}

	@Override
	public @Nullable Object coerce(Object value) {
		if (!(value instanceof Collection<?> collection)) {
			return null;
		}
		List<@Nullable Object> list = new ArrayList<>(collection.size());
		for (Object element : collection) {
			Object coerced = (element != null) ? this.elements.coerce(element) : null;
			if (coerced == null && (element != null || !this.elementField.isNullable())) {
				return null;
			}
			list.add(coerced);
		}
		return list;
	}

	@Override
	void encode(List<? extends @Nullable Object> values, BufferSink sink) {
		sink.node(values);
		ByteBuffer offsets = ByteBuffer.allocate((values.size() + 1) * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		List<@Nullable Object> flat = new ArrayList<>();
		offsets.putInt(0);
		for (Object value : values) {
			if (value instanceof List<?> list) {
				flat.addAll(list);
			}
			offsets.putInt(flat.size());
		}
		sink.buffer(offsets.array());
		this.elements.encode(flat, sink);
	}

	@Override
	ColumnReader decode(BufferSource source) {
		BufferSource.Node node = source.node();
		MemorySegment offsets = source.offsets(node.length());
		source.requireChild(VariableWidth.lastOffset(offsets, node.length()));
		return new ColumnReader.Lists(node.validity(), offsets, this.elements.decode(source));
	}

}

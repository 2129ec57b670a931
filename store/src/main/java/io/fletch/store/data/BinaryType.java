package io.fletch.store.data;

import java.util.List;

import org.jspecify.annotations.Nullable;

final class BinaryType extends ColumnType {

	static final BinaryType INSTANCE = new BinaryType();

	@Override
	public String label() {
		return "binary";
	}

	@Override
	public @Nullable Object coerce(Object value) {
		return (value instanceof byte[] bytes) ? bytes : null;
	}

	@Override
	void encode(List<? extends @Nullable Object> values, BufferSink sink) {
		sink.node(values);
		VariableWidth.encode(values, (value) -> (byte[]) value, sink);
	}

	@Override
	ColumnReader decode(BufferSource source) {
		BufferSource.Node node = source.node();
		return new ColumnReader.Binary(VariableWidth.decode(node, source));
	}

}

package io.fletch.store.data;

import java.util.List;

import org.jspecify.annotations.Nullable;

final class BooleanType extends ColumnType {

	static final BooleanType INSTANCE = new BooleanType();

	@Override
	public String label() {
		return "bool";
	}

	@Override
	public @Nullable Object coerce(Object value) {
		return (value instanceof Boolean) ? value : null;
	}

	@Override
	void encode(List<? extends @Nullable Object> values, BufferSink sink) {
		sink.node(values);
		byte[] bits = new byte[(values.size() + 7) / 8];
		for (int i = 0; i < values.size(); i++) {
			if (Boolean.TRUE.equals(values.get(i))) {
				bits[i >> 3] |= (byte) (1 << (i & 7));
			}
		}
		sink.buffer(bits);
	}

	@Override
	ColumnReader decode(BufferSource source) {
		BufferSource.Node node = source.node();
		return new ColumnReader.Bits(node.validity(), source.buffer((node.length() + 7) / 8));
	}

}

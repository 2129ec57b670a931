package io.fletch.store.data;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

final class TextType extends ColumnType {

	static final TextType INSTANCE = new TextType();

	@Override
	public String label() {
		return "utf8";
	}

	@Override
	public @Nullable Object coerce(Object value) {
		return (value instanceof CharSequence text) ? text.toString() : null;
	}

	@Override
	void encode(List<? extends @Nullable Object> values, BufferSink sink) {
		sink.node(values);
		VariableWidth.encode(values, (value) -> ((String) value).getBytes(StandardCharsets.UTF_8), sink);
	}

	@Override
	ColumnReader decode(BufferSource source) {
		BufferSource.Node node = source.node();
		return new ColumnReader.Text(VariableWidth.decode(node, source));
	}

}

package io.fletch.store.data;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Text. The Java form is String. A field with a dictionary encoding of utf8 values is
 * text too: the encoding stays in the table's schema, and the files hold plain utf8.
 */
final class TextType extends ColumnType {

	private final boolean isLarge;

	TextType(boolean isLarge) {
		this.isLarge = isLarge;
	}

	@Override
	public String label() {
		return this.isLarge ? "large_utf8" : "utf8";
	}

	@Override
	Object take(Object value) {
		return switch (value) {
			case String text -> text;
			case CharSequence text -> text.toString();
			case Enum<?> constant -> constant.name();
			case UUID uuid -> uuid.toString();
			default -> throw MisfitException.of(value, this);
		};
	}

	@Override
	ColumnWriter writer(BlobTarget blobs) {
		return new VariableWidthWriter(this.isLarge, (value) -> ((String) value).getBytes(StandardCharsets.UTF_8));
	}

	@Override
	ColumnReader decode(BufferSource source) {
		return new ColumnReader.Text(VariableWidth.decode(source, this.isLarge));
	}

}

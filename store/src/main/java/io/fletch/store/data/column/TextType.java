package io.fletch.store.data.column;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferSource;
import io.fletch.store.data.buffer.VariableWidth;
import io.fletch.store.data.value.MisfitException;

/**
 * Text. The Java form is String. A field with a dictionary encoding of utf8 values is
 * text too: the encoding stays in the table's schema, and the files hold plain utf8.
 */
public final class TextType extends ColumnType {

	private final boolean isLarge;

	TextType(boolean isLarge) {
		this.isLarge = isLarge;
	}

	@Override
	public String label() {
		return this.isLarge ? "large_utf8" : "utf8";
	}

	@Override
	public Object take(Object value) {
		return switch (value) {
			case String text -> whole(text);
			case CharSequence text -> whole(text.toString());
			case Enum<?> constant -> constant.name();
			case UUID uuid -> uuid.toString();
			default -> throw MisfitException.ofType(value, label());
		};
	}

	/**
	 * Refuses half of a surrogate pair: UTF-8 has no form for it, and another character
	 * would be stored instead.
	 */
	private String whole(String text) {
		if (isAscii(text)) {
			return text;
		}
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
				if (!isPair) {
					throw MisfitException.of("a string with half a surrogate pair at position " + i,
							"takes " + label());
				}
				i++;
			}
		}
		return text;
	}

	/**
	 * Encoding and decoding is several times as fast as looking at every character.
	 */
	private static boolean isAscii(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		return new String(bytes, StandardCharsets.US_ASCII).equals(text);
	}

	@Override
	public ColumnWriter writer(BlobTarget blobs) {
		return new VariableWidthWriter(this.isLarge, (value) -> ((String) value).getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public ColumnReader decode(BufferSource source) {
		return new ColumnReader.Text(VariableWidth.decode(source, this.isLarge));
	}

}

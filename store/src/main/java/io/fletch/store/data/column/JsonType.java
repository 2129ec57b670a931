package io.fletch.store.data.column;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferSource;
import io.fletch.store.data.buffer.VariableWidth;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.data.value.Numbers;
import io.fletch.store.data.value.Sequences;
import io.fletch.store.data.value.ValueText;

/**
 * JSON: text with Arrow's extension name {@code arrow.json}. The Java form is String. A
 * string is taken as JSON text; maps, lists, numbers and booleans are written as JSON.
 */
public final class JsonType extends ColumnType {

	private static final String EXTENSION = "ARROW:extension:name";

	private static final JsonFactory JSON = new JsonFactory();

	private final boolean isLarge;

	JsonType(boolean isLarge) {
		this.isLarge = isLarge;
	}

	public static boolean isMarked(Field field) {
		return "arrow.json".equals(field.getMetadata().get(EXTENSION));
	}

	public static boolean isJson(Field field) {
		ArrowType type = ColumnType.storage(field.getType());
		return isMarked(field) && (type instanceof ArrowType.Utf8 || type instanceof ArrowType.LargeUtf8);
	}

	@Override
	public String label() {
		return "JSON";
	}

	@Override
	public Object take(Object value) {
		try {
			return (value instanceof CharSequence text) ? parsed(text.toString()) : written(value);
		}
		catch (JacksonException ex) {
			throw MisfitException.of(ValueText.describe(value) + " (" + ex.getOriginalMessage() + ")", "takes JSON");
		}
	}

	private String parsed(String text) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
			if (parser.nextToken() == null) {
				throw MisfitException.of(ValueText.describe(text), "takes JSON");
			}
			parser.skipChildren();
			if (parser.nextToken() != null) {
				throw MisfitException.of(ValueText.describe(text) + " with more than one value", "takes JSON");
			}
			return text;
		}
	}

	private String written(Object value) {
		StringWriter text = new StringWriter();
		try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
			write(value, generator);
		}
		return text.toString();
	}

	private void write(@Nullable Object value, JsonGenerator generator) {
		switch (value) {
			case null -> generator.writeNull();
			case Map<?, ?> map -> {
				generator.writeStartObject();
				map.forEach((name, one) -> {
					generator.writeName(String.valueOf(name));
					write(one, generator);
				});
				generator.writeEndObject();
			}
			case Boolean flag -> generator.writeBoolean(flag);
			case CharSequence text -> generator.writeString(text.toString());
			case Number number when Numbers.decimal(number) != null -> generator.writeNumber(number.toString());
			default -> writeList(value, generator);
		}
	}

	private void writeList(Object value, JsonGenerator generator) {
		Iterable<?> elements = Sequences.elements(value);
		if (elements == null) {
			throw MisfitException.ofType(value, label());
		}
		generator.writeStartArray();
		for (Object element : elements) {
			write(element, generator);
		}
		generator.writeEndArray();
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

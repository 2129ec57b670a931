package io.fletch.springai.vectorstore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import io.fletch.springai.json.JsonObject;

/**
 * The file that Spring AI's {@code SimpleVectorStore} saves: an object of JSON with an
 * object for each document by its id, which has {@code id}, {@code text},
 * {@code metadata} and {@code embedding}, in any order. It is read one document at a
 * time.
 */
public final class SimpleVectorStoreFile {

	private static final JsonFactory FACTORY = new JsonFactory();

	private static final int FIRST_DIMENSIONS = 384;

	private final Path file;

	private final JsonParser parser;

	private SimpleVectorStoreFile(Path file, JsonParser parser) {
		this.file = file;
		this.parser = parser;
	}

	/**
	 * Reads a file.
	 * @param file the file
	 * @return the documents with their vectors, in the order of the file; to be closed.
	 * While it is read, it throws an {@link IllegalArgumentException} that says which
	 * document is at fault if the file is none of {@code SimpleVectorStore}, and an
	 * {@link UncheckedIOException} if it cannot be read
	 * @throws IOException if it cannot be opened
	 */
	public static Stream<EmbeddedDocument> read(Path file) throws IOException {
		InputStream stream = Files.newInputStream(file);
		try {
			JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), stream);
			SimpleVectorStoreFile reading = new SimpleVectorStoreFile(file, parser);
			return StreamSupport.stream(reading.documents(), false).onClose(parser::close);
		}
		catch (JacksonException ex) {
			// The first bytes tell the encoding, and may be unreadable already.
			stream.close();
			throw new IOException("The file " + file + " cannot be read", ex);
		}
	}

	private Spliterator<EmbeddedDocument> documents() {
		return new AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {

			@Override
			public boolean tryAdvance(Consumer<? super EmbeddedDocument> action) {
				EmbeddedDocument next = next();
				if (next != null) {
					action.accept(next);
				}
				return next != null;
			}

		};
	}

	private @Nullable EmbeddedDocument next() {
		try {
			if (this.parser.currentToken() == null && !this.parser.isClosed()) {
				require(this.parser.nextToken() == JsonToken.START_OBJECT, "it does not begin with an object");
			}
			if (this.parser.isClosed() || this.parser.nextToken() == JsonToken.END_OBJECT) {
				this.parser.close();
				return null;
			}
			String id = this.parser.currentName();
			require(this.parser.nextToken() == JsonToken.START_OBJECT, "'" + id + "' is no object");
			return document(id);
		}
		catch (JacksonException ex) {
			throw (ex.getCause() instanceof IOException unreadable) ? new UncheckedIOException(unreadable)
					: none(ex.getOriginalMessage(), ex);
		}
	}

	private EmbeddedDocument document(String id) {
		String text = null;
		float[] vector = null;
		Map<String, Object> metadata = Map.of();
		while (this.parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String property = this.parser.currentName();
			JsonToken value = this.parser.nextToken();
			if (property.equals("text") && value == JsonToken.VALUE_STRING) {
				text = this.parser.getString();
			}
			else if (property.equals("embedding") && value == JsonToken.START_ARRAY) {
				vector = vector(id);
			}
			else if (property.equals("metadata") && value == JsonToken.START_OBJECT) {
				metadata = metadata();
			}
			else {
				this.parser.skipChildren();
			}
		}
		if (text == null || vector == null) {
			throw none("the document '" + id + "' has no " + ((text != null) ? "embedding" : "text"), null);
		}
		return new EmbeddedDocument(Document.builder().id(id).text(text).metadata(metadata).build(), vector);
	}

	private float[] vector(String id) {
		float[] vector = new float[FIRST_DIMENSIONS];
		int dimensions = 0;
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			require(this.parser.currentToken().isNumeric(), "the embedding of '" + id + "' holds other than numbers");
			if (dimensions == vector.length) {
				vector = Arrays.copyOf(vector, dimensions * 2);
			}
			vector[dimensions++] = this.parser.getFloatValue();
		}
		return Arrays.copyOf(vector, dimensions);
	}

	private Map<String, Object> metadata() {
		Map<String, Object> metadata = new HashMap<>();
		JsonObject.read(this.parser).forEach((name, value) -> {
			if (value != null) {
				metadata.put(name, value);
			}
		});
		return metadata;
	}

	private void require(boolean condition, String fault) {
		if (!condition) {
			throw none(fault, null);
		}
	}

	private IllegalArgumentException none(String fault, @Nullable Throwable cause) {
		return new IllegalArgumentException("The file " + this.file.getFileName()
				+ " is none that SimpleVectorStore saved, or it is damaged: " + fault, cause);
	}

}

package io.fletch.store;

import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import io.fletch.store.error.InvalidInputException;

/**
 * What another process needs to open the same database, as JSON.
 */
final class SerializedDatabase {

	private static final String KIND = "fletch-folder";

	private static final JsonFactory JSON = new JsonFactory();

	private final List<String> namespace = new ArrayList<>();

	private @Nullable String kind;

	private @Nullable String uri;

	private Duration interval = Duration.ZERO;

	private UpkeepOptions upkeep = UpkeepOptions.DEFAULT;

	private SerializedDatabase() {
	}

	static String write(DatabaseUri uri, List<String> namespace, DatabaseOptions options) {
		if (uri.directory() == null) {
			throw new InvalidInputException("A database in memory cannot be serialised, as nobody else can open it; "
					+ "use a database in a folder");
		}
		StringWriter text = new StringWriter();
		try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
			json.writeStartObject();
			json.writeStringProperty("kind", KIND);
			json.writeStringProperty("uri", uri.toString());
			json.writeArrayPropertyStart("namespace");
			namespace.forEach(json::writeString);
			json.writeEndArray();
			json.writeStringProperty("readConsistencyInterval", options.readConsistencyInterval().toString());
			json.writeName("upkeep");
			SerializedUpkeep.write(options.upkeep(), json);
			json.writeEndObject();
		}
		return text.toString();
	}

	static Database open(String text) {
		SerializedDatabase read = new SerializedDatabase();
		try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
			read.read(json);
		}
		catch (JacksonException ex) {
			throw new InvalidInputException("A serialised database is not the JSON that it should be: "
					+ ex.getOriginalMessage() + ". Give the text that serialize() returned.", ex);
		}
		return read.open();
	}

	private Database open() {
		if (this.kind == null || this.uri == null) {
			throw new InvalidInputException("A serialised database lacks " + ((this.kind == null) ? "'kind'" : "'uri'")
					+ "; " + "give the text that serialize() returned");
		}
		DatabaseUri place = DatabaseUri.parse(this.uri);
		if (place.directory() == null) {
			throw new InvalidInputException("A serialised database has the uri '" + this.uri + "', and a database in "
					+ "memory cannot be opened by another process");
		}
		Names.requirePath(this.namespace);
		DatabaseOptions options = DatabaseOptions.defaults()
			.withReadConsistencyInterval(this.interval)
			.withUpkeep(this.upkeep);
		Database root = Database.open(this.uri, options);
		try {
			return root.view(this.namespace, true);
		}
		catch (RuntimeException ex) {
			// Nobody gets the database if its namespace cannot be seen.
			root.close();
			throw ex;
		}
	}

	private void read(JsonParser json) {
		require(json.nextToken() == JsonToken.START_OBJECT, "it is no object");
		while (json.nextToken() == JsonToken.PROPERTY_NAME) {
			String field = json.currentName();
			json.nextToken();
			switch (field) {
				case "kind" -> this.kind = kind(text(field, json));
				case "uri" -> this.uri = text(field, json);
				case "namespace" -> readNamespace(json);
				case "readConsistencyInterval" -> this.interval = duration(field, json);
				case "upkeep" -> this.upkeep = SerializedUpkeep.read(json);
				default -> throw unknown(field);
			}
		}
		require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null, "something stands behind it");
	}

	private void readNamespace(JsonParser json) {
		require(json.currentToken() == JsonToken.START_ARRAY, "'namespace' is no array");
		while (json.nextToken() != JsonToken.END_ARRAY) {
			this.namespace.add(text("namespace", json));
		}
	}

	private static String kind(String kind) {
		if (!kind.equals(KIND)) {
			throw new InvalidInputException("A serialised database is of the kind '" + kind
					+ "', which this version of the library does not know; it knows '" + KIND + "'");
		}
		return kind;
	}

	static Duration duration(String field, JsonParser json) {
		String text = text(field, json);
		try {
			return Duration.parse(text);
		}
		catch (DateTimeException ex) {
			throw new InvalidInputException("A serialised database has the " + field + " '" + text
					+ "', which is no ISO-8601 duration such as 'PT5S'", ex);
		}
	}

	static InvalidInputException unknown(String field) {
		return new InvalidInputException("A serialised database has the field '" + field
				+ "', which this version of the library does not know; use the version that wrote it, or a newer one");
	}

	private static String text(String field, JsonParser json) {
		require(json.currentToken() == JsonToken.VALUE_STRING, "'" + field + "' is no string");
		return json.getString();
	}

	static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new InvalidInputException("A serialised database is not the JSON that it should be: " + otherwise
					+ ". Give the text that serialize() returned.");
		}
	}

}

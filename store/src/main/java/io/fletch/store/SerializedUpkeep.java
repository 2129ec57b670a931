package io.fletch.store;

import java.time.Duration;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import io.fletch.store.version.CleanupPolicy;

/**
 * The part of a serialised database that says what it does by itself.
 */
final class SerializedUpkeep {

	private SerializedUpkeep() {
	}

	static void write(UpkeepOptions upkeep, JsonGenerator json) {
		json.writeStartObject();
		json.writeBooleanProperty("compaction", upkeep.compaction());
		CleanupPolicy cleanup = upkeep.cleanup();
		if (cleanup == null) {
			json.writeNullProperty("cleanup");
		}
		else {
			json.writeObjectPropertyStart("cleanup");
			json.writeStringProperty("olderThan", cleanup.olderThan().toString());
			json.writeNumberProperty("keepAtMost", cleanup.keepAtMost());
			json.writeStringProperty("unknownOlderThan", cleanup.unknownOlderThan().toString());
			json.writeEndObject();
		}
		json.writeEndObject();
	}

	static UpkeepOptions read(JsonParser json) {
		requireObject("upkeep", json);
		boolean compaction = UpkeepOptions.DEFAULT.compaction();
		CleanupPolicy cleanup = UpkeepOptions.DEFAULT.cleanup();
		while (json.nextToken() == JsonToken.PROPERTY_NAME) {
			String field = json.currentName();
			JsonToken value = json.nextToken();
			switch (field) {
				case "compaction" -> {
					SerializedDatabase.require(value == JsonToken.VALUE_TRUE || value == JsonToken.VALUE_FALSE,
							"'compaction' is neither true nor false");
					compaction = value == JsonToken.VALUE_TRUE;
				}
				case "cleanup" -> cleanup = (value == JsonToken.VALUE_NULL) ? null : cleanup(json);
				default -> throw SerializedDatabase.unknown("upkeep." + field);
			}
		}
		return new UpkeepOptions(compaction, cleanup);
	}

	private static CleanupPolicy cleanup(JsonParser json) {
		requireObject("cleanup", json);
		Duration olderThan = CleanupPolicy.DEFAULT.olderThan();
		long keepAtMost = CleanupPolicy.DEFAULT.keepAtMost();
		Duration unknownOlderThan = CleanupPolicy.DEFAULT.unknownOlderThan();
		while (json.nextToken() == JsonToken.PROPERTY_NAME) {
			String field = json.currentName();
			JsonToken value = json.nextToken();
			switch (field) {
				case "olderThan" -> olderThan = SerializedDatabase.duration(field, json);
				case "keepAtMost" -> {
					SerializedDatabase.require(value == JsonToken.VALUE_NUMBER_INT, "'keepAtMost' is no whole number");
					keepAtMost = json.getLongValue();
				}
				case "unknownOlderThan" -> unknownOlderThan = SerializedDatabase.duration(field, json);
				default -> throw SerializedDatabase.unknown("cleanup." + field);
			}
		}
		return new CleanupPolicy(olderThan, keepAtMost, unknownOlderThan);
	}

	private static void requireObject(String field, JsonParser json) {
		SerializedDatabase.require(json.currentToken() == JsonToken.START_OBJECT, "'" + field + "' is no object");
	}

}

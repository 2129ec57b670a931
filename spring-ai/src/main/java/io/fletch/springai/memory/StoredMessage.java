package io.fletch.springai.memory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.MediaContent;

import io.fletch.springai.json.JsonObject;

/**
 * A message as it is stored.
 *
 * @param type the name of its {@link MessageType}
 * @param text its text
 * @param metadata its metadata as JSON
 * @param calls the tools that it calls
 * @param responses what tools answered
 * @param media pictures and the like
 */
record StoredMessage(String type, @Nullable String text, String metadata, List<StoredToolCall> calls,
		List<StoredToolResponse> responses, List<StoredMedia> media) {

	/** Every message says its own type there. */
	private static final String TYPE = "messageType";

	static StoredMessage of(Message message) {
		List<StoredToolCall> calls = (message instanceof AssistantMessage assistant)
				? assistant.getToolCalls().stream().map(StoredToolCall::of).toList() : List.of();
		List<StoredToolResponse> responses = (message instanceof ToolResponseMessage tool)
				? tool.getResponses().stream().map(StoredToolResponse::of).toList() : List.of();
		List<StoredMedia> media = (message instanceof MediaContent content)
				? content.getMedia().stream().map(StoredMedia::of).toList() : List.of();
		return new StoredMessage(message.getMessageType().name(), message.getText(), json(message.getMetadata()), calls,
				responses, media);
	}

	private static String json(Map<String, Object> metadata) {
		Map<String, Object> kept = new LinkedHashMap<>();
		metadata.forEach((name, value) -> {
			if (value != null && !name.equals(TYPE)) {
				kept.put(name, isJson(value) ? value : value.toString());
			}
		});
		return JsonObject.write(kept);
	}

	private static boolean isJson(Object value) {
		try {
			JsonObject.write(Map.of("value", value));
			return true;
		}
		catch (IllegalArgumentException ex) {
			// By contract such a value is kept as text: models put all kinds of objects
			// there.
			return false;
		}
	}

	Message toMessage() {
		Map<String, Object> properties = new LinkedHashMap<>();
		JsonObject.read(this.metadata).forEach((name, value) -> properties.put(name, Objects.requireNonNull(value)));
		String content = Objects.requireNonNullElse(this.text, "");
		return switch (MessageType.valueOf(this.type)) {
			case USER -> UserMessage.builder()
				.text(content)
				.media(this.media.stream().map(StoredMedia::toMedia).toList())
				.metadata(properties)
				.build();
			case ASSISTANT -> AssistantMessage.builder()
				.content(this.text)
				.properties(properties)
				.toolCalls(this.calls.stream().map(StoredToolCall::toToolCall).toList())
				.media(this.media.stream().map(StoredMedia::toMedia).toList())
				.build();
			case SYSTEM -> SystemMessage.builder().text(content).metadata(properties).build();
			case TOOL -> ToolResponseMessage.builder()
				.responses(this.responses.stream().map(StoredToolResponse::toToolResponse).toList())
				.metadata(properties)
				.build();
		};
	}

}

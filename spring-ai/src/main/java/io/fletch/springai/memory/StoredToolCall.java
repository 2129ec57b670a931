package io.fletch.springai.memory;

import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;

/**
 * The call of a tool as it is stored.
 *
 * @param id the id of the call
 * @param type the kind of tool
 * @param name the name of the tool
 * @param arguments its arguments
 */
record StoredToolCall(String id, String type, String name, String arguments) {

	static StoredToolCall of(ToolCall call) {
		return new StoredToolCall(call.id(), call.type(), call.name(), call.arguments());
	}

	ToolCall toToolCall() {
		return new ToolCall(this.id, this.type, this.name, this.arguments);
	}

}

package io.fletch.springai.memory;

import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;

/**
 * The answer of a tool as it is stored.
 *
 * @param id the id of the call
 * @param name the name of the tool
 * @param data what it answered
 */
record StoredToolResponse(String id, String name, String data) {

	static StoredToolResponse of(ToolResponse response) {
		return new StoredToolResponse(response.id(), response.name(), response.responseData());
	}

	ToolResponse toToolResponse() {
		return new ToolResponse(this.id, this.name, this.data);
	}

}

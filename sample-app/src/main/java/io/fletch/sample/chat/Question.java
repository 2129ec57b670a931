package io.fletch.sample.chat;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A question of a conversation.
 *
 * @param text the question
 * @param conversationId the conversation that it belongs to
 * @param tags only documents with one of these tags are searched; all where there are
 * none
 * @param model the id of who shall answer; {@code null} for the default
 */
public record Question(String text, String conversationId, List<String> tags, @Nullable String model) {

	public Question {
		tags = List.copyOf(tags);
	}

}

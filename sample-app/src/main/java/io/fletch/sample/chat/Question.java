package io.fletch.sample.chat;

/**
 * A question of a conversation.
 *
 * @param text the question
 * @param conversationId the conversation that it belongs to
 */
public record Question(String text, String conversationId) {
}

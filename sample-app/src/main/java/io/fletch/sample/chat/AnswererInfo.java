package io.fletch.sample.chat;

/**
 * Who answers.
 *
 * @param id what a question chooses it by, for example {@code openai:gpt-4o-mini}
 * @param kind {@code extractive} or {@code model}
 * @param name a short name, for example {@code gpt-4o-mini}
 * @param label the sentence that the page shows
 */
public record AnswererInfo(String id, String kind, String name, String label) {
}

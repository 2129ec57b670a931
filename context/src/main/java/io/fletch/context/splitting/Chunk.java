package io.fletch.context.splitting;

import org.jspecify.annotations.Nullable;

/**
 * A few sentences of one section of a document.
 *
 * @param text the characters from {@code start} to {@code end} of the document's text
 * @param start the offset of the first character in the document's text
 * @param end the offset after the last character
 * @param heading the headings above it, as in
 * {@link io.fletch.context.reading.Section#heading()}
 * @param page the page it lies on, from 1
 */
public record Chunk(String text, int start, int end, @Nullable String heading, @Nullable Integer page) {
}

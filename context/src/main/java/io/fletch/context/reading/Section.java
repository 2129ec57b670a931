package io.fletch.context.reading;

import org.jspecify.annotations.Nullable;

/**
 * A part of a document's text that has one heading and lies on one page. The headings
 * themselves belong to the text.
 *
 * @param start the offset of the first character
 * @param end the offset after the last character
 * @param heading the headings above this part, outermost first, joined by {@code " > "};
 * {@code null} where there is none
 * @param page the number of the page, slide or sheet, from 1; {@code null} where the
 * format has none
 */
public record Section(int start, int end, @Nullable String heading, @Nullable Integer page) {
}

package io.fletch.context.answer;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.context.splitting.Span;

/**
 * One number that an answer cites, checked. A mark such as {@code [1, 3]} or
 * {@code [1-3]} cites several.
 *
 * @param number the number of the passage, as it is written, the first one of a mark that
 * is unreadable; {@link Integer#MAX_VALUE} for any that is greater
 * @param mark where the mark stands in the answer
 * @param status what became of it
 * @param citation where the passage bears it out; {@code null} unless it is verified
 * @param inDocument where that lies in the document's text; {@code null} unless it is
 * verified
 */
public record CheckedMark(int number, Span mark, MarkStatus status, @Nullable Citation citation,
		@Nullable Span inDocument) {

	public CheckedMark {
		Objects.requireNonNull(mark, "mark");
		Objects.requireNonNull(status, "status");
	}

}

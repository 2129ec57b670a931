package io.fletch.context.answer;

import org.jspecify.annotations.Nullable;

import io.fletch.context.splitting.Span;

/**
 * A part of a sentence and the marks that stand for it.
 *
 * @param said what is said; marks may stand in it
 * @param marks from the first to the last mark; {@code null} if they are behind the full
 * stop
 */
record CitedStretch(Span said, @Nullable Span marks) {
}

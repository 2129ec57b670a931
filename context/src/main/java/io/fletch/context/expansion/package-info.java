/**
 * How much around a found passage is read? Puts parents in the place of passages, and
 * joins neighbours. Depends on {@code retrieval} and {@code splitting}. Start reading at
 * {@link io.fletch.context.expansion.PassageExpansion}.
 */
@NullMarked
package io.fletch.context.expansion;

import org.jspecify.annotations.NullMarked;

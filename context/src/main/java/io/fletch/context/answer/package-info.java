/**
 * What do the retrieved passages say to the question, and where exactly? Picks cited
 * sentences, and checks the citations of an answer that a model wrote. Depends on
 * {@code retrieval}, {@code splitting} and the store's embedding port. Start reading at
 * {@link io.fletch.context.answer.ExtractiveAnswerer}.
 */
@NullMarked
package io.fletch.context.answer;

import org.jspecify.annotations.NullMarked;

/**
 * May a vector be believed? Asks embedding functions, which may be somebody else's,
 * checks what they give, and compares it. Depends on the store's embedding port. Start
 * reading at {@link io.fletch.context.embedding.CheckedEmbedding}.
 */
@NullMarked
package io.fletch.context.embedding;

import org.jspecify.annotations.NullMarked;

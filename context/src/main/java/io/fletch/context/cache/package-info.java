/**
 * Was this asked before? Keeps answers in a table, and finds them by meaning. Depends on
 * {@code answer} and the store. Start reading at
 * {@link io.fletch.context.cache.SemanticCache}.
 */
@NullMarked
package io.fletch.context.cache;

import org.jspecify.annotations.NullMarked;

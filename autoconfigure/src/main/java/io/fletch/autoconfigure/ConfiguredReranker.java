package io.fletch.autoconfigure;

import java.util.function.Supplier;

import io.fletch.store.query.Reranker;

/**
 * The reranker that {@code fletch.reranker} names. Not a bean of type {@link Reranker},
 * as it is there beside those of the application.
 *
 * @param reranker makes it, or fails where nothing has that name
 */
record ConfiguredReranker(Supplier<Reranker> reranker) {
}

/**
 * How does text become a vector? Holds the port that embedding functions implement and
 * the registry that creates them by alias. Depends on nothing else of Fletch. Start
 * reading at {@link io.fletch.store.embedding.EmbeddingFunction}.
 */
@NullMarked
package io.fletch.store.embedding;

import org.jspecify.annotations.NullMarked;

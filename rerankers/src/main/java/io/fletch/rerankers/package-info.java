/**
 * How do the rankings of a hybrid search become one? Holds the rerankers that need
 * nothing but the ranks and scores; depends on the store's query values only. Start
 * reading at {@link io.fletch.rerankers.Rerankers}.
 */
@NullMarked
package io.fletch.rerankers;

import org.jspecify.annotations.NullMarked;

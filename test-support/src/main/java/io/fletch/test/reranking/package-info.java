/**
 * What must a reranker keep to? Holds the contract that tests of rerankers inherit.
 * Depends on the port in {@code io.fletch.store.query}, JUnit and AssertJ. Start reading
 * at {@link io.fletch.test.reranking.RerankerContract}.
 */
@NullMarked
package io.fletch.test.reranking;

import org.jspecify.annotations.NullMarked;

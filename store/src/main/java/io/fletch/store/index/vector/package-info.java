/**
 * Which vectors are near a query, without a look at all of them? Partitions of vectors
 * that lie together, and graphs of neighbours, over codes that are shorter than the
 * vectors; the best are always compared exactly. Depends on {@code index}, {@code data},
 * {@code distance} and {@code error}. Start with
 * {@link io.fletch.store.index.vector.IvfIndex}.
 */
@NullMarked
package io.fletch.store.index.vector;

import org.jspecify.annotations.NullMarked;

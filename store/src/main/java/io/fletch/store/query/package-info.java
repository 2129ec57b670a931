/**
 * What is asked of a table, and what comes back? Holds values only: filters, distances,
 * rankings and hits, and the port that rerankers implement. Depends on nothing else of
 * Fletch. Start reading at {@link io.fletch.store.query.Hit}.
 */
@NullMarked
package io.fletch.store.query;

import org.jspecify.annotations.NullMarked;

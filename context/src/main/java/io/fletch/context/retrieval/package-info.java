/**
 * Which passages speak about a question? Searches the passages and joins them with their
 * documents. Depends on {@code ingestion}, {@code embedding} and the store. Start reading
 * at {@link io.fletch.context.retrieval.Retriever}.
 */
@NullMarked
package io.fletch.context.retrieval;

import org.jspecify.annotations.NullMarked;

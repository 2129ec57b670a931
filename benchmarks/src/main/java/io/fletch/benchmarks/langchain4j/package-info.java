/**
 * How fast are LangChain4j's applications with our embedding store? Measures it beside
 * the one in memory that LangChain4j brings, and beside the store's own API, which tells
 * what the bridge costs. Depends on {@code benchmarks.measure}, {@code benchmarks.data}
 * and the bridge. Start reading at
 * {@link io.fletch.benchmarks.langchain4j.EmbeddingStoreMeasurement}.
 */
@NullMarked
package io.fletch.benchmarks.langchain4j;

import org.jspecify.annotations.NullMarked;

/**
 * How do Fletch and LangChain4j share embedding models? Each side's models are offered as
 * the other's. Depends on the port in {@code io.fletch.store.embedding} and on
 * LangChain4j's core. Start reading at
 * {@link io.fletch.langchain4j.FletchEmbeddingModel}.
 */
@NullMarked
package io.fletch.langchain4j;

import org.jspecify.annotations.NullMarked;

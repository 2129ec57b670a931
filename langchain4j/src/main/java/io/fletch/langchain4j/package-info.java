/**
 * How do Fletch and LangChain4j share what they have? Embedding models, chat models,
 * scoring models and retrievers of each side are offered as the other's, and tables serve
 * as LangChain4j's stores of embeddings and chat memories. Depends on the store, where
 * they are used on the stages of {@code context}, and on LangChain4j's core. Start
 * reading at {@link io.fletch.langchain4j.FletchEmbeddingStore}.
 */
@NullMarked
package io.fletch.langchain4j;

import org.jspecify.annotations.NullMarked;

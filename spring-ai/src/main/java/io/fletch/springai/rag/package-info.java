/**
 * How do Fletch's stages of retrieval serve Spring AI's? Retrievers and pipelines find
 * documents, rerankers order them. Depends on {@code io.fletch.context} and on the port
 * of rerankers in the store. Start reading at
 * {@link io.fletch.springai.rag.FletchDocumentRetriever}.
 */
@NullMarked
package io.fletch.springai.rag;

import org.jspecify.annotations.NullMarked;

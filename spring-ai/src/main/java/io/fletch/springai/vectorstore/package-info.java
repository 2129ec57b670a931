/**
 * How is a table a vector store of Spring AI? Documents are rows, and filters conditions
 * that the store evaluates. Depends on the store and on {@code io.fletch.springai.json}.
 * Start reading at {@link io.fletch.springai.vectorstore.FletchVectorStore}.
 */
@NullMarked
package io.fletch.springai.vectorstore;

import org.jspecify.annotations.NullMarked;

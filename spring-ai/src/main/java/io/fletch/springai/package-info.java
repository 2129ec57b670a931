/**
 * How do Fletch and Spring AI share embedding models? Each side's models are offered as
 * the other's. Depends on the port in {@code io.fletch.store.embedding} and on Spring AI.
 * Start reading at {@link io.fletch.springai.FletchEmbeddingModel}.
 */
@NullMarked
package io.fletch.springai;

import org.jspecify.annotations.NullMarked;

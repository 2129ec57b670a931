/**
 * How does a text become one vector for each of its tokens, on this machine? Holds late
 * interaction (ColBERT). Depends on {@code embeddings.onnx} and the store's embedding
 * port. Start reading at {@link io.fletch.embeddings.colbert.ColbertFunction}.
 */
@NullMarked
package io.fletch.embeddings.colbert;

import org.jspecify.annotations.NullMarked;

/**
 * How is text embedded on this machine, without a server? Holds sentence transformers run
 * by ONNX Runtime, and what other local models are run with: sessions, tokenizers,
 * batches, the files of a model. Depends on {@code embeddings.hub} and the store's
 * embedding port. Start reading at
 * {@link io.fletch.embeddings.onnx.OnnxSentenceTransformer}.
 */
@NullMarked
package io.fletch.embeddings.onnx;

import org.jspecify.annotations.NullMarked;

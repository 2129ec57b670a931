/**
 * How is text embedded on this machine, without a server? Holds sentence transformers run
 * by ONNX Runtime; depends on the store's embedding port only. Start reading at
 * {@link io.fletch.embeddings.onnx.OnnxSentenceTransformer}.
 */
@NullMarked
package io.fletch.embeddings.onnx;

import org.jspecify.annotations.NullMarked;

/**
 * How do pictures and words become vectors of one space, on this machine? Holds CLIP, and
 * what reads pictures that others sent, within limits. Depends on {@code embeddings.onnx}
 * and the store's embedding port. Start reading at
 * {@link io.fletch.embeddings.clip.ClipFunction}.
 */
@NullMarked
package io.fletch.embeddings.clip;

import org.jspecify.annotations.NullMarked;

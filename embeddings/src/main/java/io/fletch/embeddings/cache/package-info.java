/**
 * How is nothing embedded twice? A cache of vectors in a folder, by the hash of what was
 * embedded and of the model, shared by tables and processes. Depends on the port in
 * {@code io.fletch.store.embedding} only. Start reading at
 * {@link io.fletch.embeddings.cache.EmbeddingCache}.
 */
@NullMarked
package io.fletch.embeddings.cache;

import org.jspecify.annotations.NullMarked;
